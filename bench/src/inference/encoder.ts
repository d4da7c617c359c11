import { readFile } from 'node:fs/promises';
import { timed } from '../contest.js';
import type { Answers } from '../peers/conversation.js';
import { medianSeconds } from '../peers/repeat.js';
import {
  blockRequest,
  type EncoderBatches,
  type EncoderSettings,
  sentencesRequest,
  type TokenBatch,
} from './settings.js';

/**
 * What a process that runs an encoder answers, to the requests of `settings.ts`. It has been warmed up.
 *
 * @param prepare  makes the inputs of a batch, which is not timed, and gives what runs the model on them, which is
 */
export async function encoderAnswers(
  settings: EncoderSettings,
  prepare: (batch: TokenBatch) => () => Promise<unknown>,
): Promise<Answers> {
  const { sentences, block } = JSON.parse(await readFile(settings.batches, 'utf8')) as EncoderBatches;
  const runs = sentences.map(prepare);
  const runBlock = prepare(block);
  const pass = async (count = runs.length) => {
    for (const run of runs.slice(0, count)) await run();
  };
  await pass(8); // the longest: memory is what it stays
  await runBlock();
  return {
    [sentencesRequest]: async () => ({ seconds: await timed(() => pass()) }),
    [blockRequest]: async () => ({ seconds: await medianSeconds(runBlock) }),
  };
}
