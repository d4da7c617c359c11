import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linesFile } from '../text/files.js';
import { pipelineAnswers } from './pipeline.js';
import type { PipelineSettings } from './settings.js';

const sentences = ['a', 'bb', 'ccc', 'dddd', 'eeeee'];
let directory: string;
let settings: PipelineSettings;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'bertkit-pipeline-'));
  settings = {
    directory,
    dtype: 'fp32',
    threads: 1,
    sentences: join(directory, 'sentences.txt'),
    batchSizes: [1, 2],
    texts: { 8: 'eight' },
    pooling: 'mean',
    normalize: true,
    vectors: join(directory, 'vectors'),
  };
  await writeFile(settings.sentences, linesFile(sentences));
});
afterAll(() => rm(directory, { recursive: true }));

/** A vector says how long the text is. */
const embed = async (texts: readonly string[]) => texts.map((text) => Float32Array.of(text.length, -1));

describe('pipelineAnswers', () => {
  it('embeds each sentence once a pass, in batches of the size asked for', async () => {
    const batches: (readonly string[])[] = [];
    const answers = await pipelineAnswers(settings, async (texts) => {
      batches.push(texts);
      return embed(texts);
    });
    expect(Object.keys(answers)).toEqual(['pass 1', 'pass 2', 'text 8', 'vectors']);
    batches.length = 0;
    expect(await answers['pass 2']!()).toEqual({ seconds: expect.any(Number) });
    expect(batches).toEqual([['a', 'bb'], ['ccc', 'dddd'], ['eeeee']]);
  });

  it('gives all sentences at once to whom makes batches itself', async () => {
    const answers = await pipelineAnswers({ ...settings, batchSizes: [] }, embed);
    expect(Object.keys(answers)).toEqual(['pass', 'text 8', 'vectors']);
    expect(await answers['vectors']!()).toEqual({ dimension: 2 });
    const written = new Float32Array((await readFile(settings.vectors)).buffer.slice(0));
    expect([...written]).toEqual([1, -1, 2, -1, 3, -1, 4, -1, 5, -1]);
  });
});
