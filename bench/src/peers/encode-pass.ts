// One pass of one tokenizer over one text, in a process of its own.
import { readFile } from 'node:fs/promises';
import { peakMemory } from '../peak-memory.js';
import { readLines } from '../text/files.js';
import { prepare } from '../tokenizer/contestants.js';
import { batchesOf, encodeAll, hashAll, type PassAnswer, type PassSettings, warmUp } from '../tokenizer/pass.js';
import { converse } from './conversation.js';

const settings = JSON.parse(process.argv[2] ?? '{}') as PassSettings; // written by the benchmark
const { contestant, state, lowercase } = settings;
const load = await prepare(contestant, { vocabulary: await readFile(settings.vocabulary), lowercase });
const text = batchesOf(await readLines(settings.text));
const otherText = state === 'first' ? [] : batchesOf(await readLines(settings.warmUp));

async function measure(): Promise<PassAnswer> {
  let tokenizer = load();
  if (state !== 'first') await warmUp(tokenizer, otherText);
  if (state === 'fresh') tokenizer = load();
  const start = performance.now();
  const tokenCount = await encodeAll(tokenizer, text);
  const seconds = (performance.now() - start) / 1000;
  const peakBytes = await peakMemory(); // before the check, whose results are kept
  return { seconds, tokenCount, peakBytes, idHashes: settings.check ? await hashAll(tokenizer, text) : [] };
}

await converse({}, { measure });
