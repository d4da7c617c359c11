import { readdir } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { jsonLines, ok, prepareTraining, pretrainArgv, runProgram, temporaryFolder } from '../testing.js';

const at = temporaryFolder();
beforeAll(() => prepareTraining(at));
beforeAll(() => ok(pretrainArgv(at, at('model'))));

describe('inspect', () => {
  it('shows config, parameters by part, vocabulary, files and the run', async () => {
    const text = await ok(['inspect', at('model')]);
    expect(text).toMatch(/\nConfig\n {2}layers {13}1\n {2}hidden size {8}8, in 2 attention heads\n/);
    expect(text).toMatch(/\nParameters\n {2}[\d,]+ numbers, stored as F32\n {2}embeddings {12}720 {2}\d+\.\d % {2}█+/);
    expect(text).toMatch(/\nVocabulary\n {2}60 pieces, \d+ of them inside words \(##\)\n {2}text is lowercased\n/);
    expect(text).toMatch(/\nFiles\n {2}checkpoint\.safetensors +[\d.]+ kB\n/);
    expect(text).toMatch(/\nTraining run\n {2}at step 8; pretrain --resume goes on from there\n$/);
  });

  it('prints one JSON object', async () => {
    const [inspection] = jsonLines(await ok(['inspect', at('model'), '--json']));
    expect(inspection).toMatchObject({
      directory: at('model'),
      config: { vocabSize: 70, hiddenSize: 8 },
      parameters: { total: expect.any(Number), dtypes: ['F32'], parts: expect.any(Array) },
      vocabulary: { pieces: 60, lowercase: true },
      run: { step: 8 },
    });
    const counts = inspection.parameters.parts.map(({ count }: { count: number }) => count);
    expect(counts.reduce((a: number, b: number) => a + b)).toBe(inspection.parameters.total);
    expect(inspection.files.map(({ name }: { name: string }) => name)).toEqual((await readdir(at('model'))).sort());
  });

  it('takes a directory that holds a vocabulary only, and says what is not there', async () => {
    const [inspection] = jsonLines(await ok(['inspect', at('vocab'), '--json']));
    expect(inspection).toMatchObject({ config: null, parameters: null, vocabulary: { pieces: 60 }, run: null });
    expect(await ok(['inspect', at('vocab')])).toContain('Config\n  none: there is no config.json\n');
  });

  it('refuses a directory that holds nothing of ours', async () => {
    const { code, stderr } = await runProgram(['inspect', at()]);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /holds no model: it has no config\.json, weights, vocab\.txt, tokenizer\.json or checkpoint\./,
    );
  });
});
