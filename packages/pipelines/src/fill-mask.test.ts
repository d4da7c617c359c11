import { maskedLmHead } from '@bertkit/heads';
import { createConfig, initializeParameters, saveModel } from '@bertkit/model';
import { createMemoryFiles, type Files } from '@bertkit/runtime';
import { createNodeRuntime } from '@bertkit/runtime-node';
import { createTokenizer, tokenizerFiles } from '@bertkit/tokenizer';
import { afterAll, describe, expect, it } from 'vitest';
import { createFillMask } from './fill-mask.js';

const runtime = createNodeRuntime({ threads: 1 });
afterAll(() => runtime.dispose());

const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'the', 'cat', 'sees', '##s', '我', '们', '.'];

/** A model of random weights; its answers mean nothing, but they must come out as they should. */
async function modelFiles({ vocabSize = vocabulary.length, tieWordEmbeddings = true } = {}): Promise<Files> {
  const files = createMemoryFiles();
  const config = {
    ...createConfig('tiny', { vocabSize, tieWordEmbeddings, maxPositionEmbeddings: 16 }),
    hiddenSize: 8,
    numAttentionHeads: 2,
    intermediateSize: 16,
    initializerRange: 1,
  };
  const parameters = initializeParameters(maskedLmHead.parameters(config), config, 1);
  await saveModel(files, { config, parameters, architecture: maskedLmHead.architecture });
  for (const [name, content] of Object.entries(tokenizerFiles(createTokenizer({ vocabulary }))))
    await files.write(name, content);
  return files;
}

describe('createFillMask', () => {
  it('gives each blank its most probable words, with the place in the text and the text filled in', async () => {
    await using fillMask = await createFillMask(runtime, await modelFiles());
    const text = 'The [MASK] sees 我[MASK].';
    const { tokens, blanks } = await fillMask.fill(text, { topK: 12 });
    expect(tokens).toEqual(['[CLS]', 'the', '[MASK]', 'sees', '我', '[MASK]', '.', '[SEP]']);
    expect(blanks.map(({ start, end }) => text.slice(start, end))).toEqual(['[MASK]', '[MASK]']);
    for (const { candidates } of blanks) {
      expect(candidates.map(({ tokenId }) => tokenId).toSorted((a, b) => a - b)).toEqual([...vocabulary.keys()]);
      expect(candidates.reduce((sum, { score }) => sum + score, 0)).toBeCloseTo(1, 6);
      expect(candidates.map(({ score }) => score)).toEqual(
        candidates.map(({ score }) => score).toSorted((a, b) => b - a),
      );
    }
    const second = blanks[1]!.candidates.find(({ token }) => token === '们')!;
    expect(second.text).toBe('The [MASK] sees 我们.');
    expect(blanks[0]!.candidates.find(({ token }) => token === '##s')!.text).toBe('The s sees 我[MASK].');
  });

  it('answers a text alike whatever was asked before, and several at once', async () => {
    await using fillMask = await createFillMask(runtime, await modelFiles());
    const texts = ['[MASK]', 'the cat sees [MASK] [MASK] .', 'the [MASK]'];
    const together = await Promise.all(texts.map((text) => fillMask.fill(text)));
    for (const [i, text] of texts.entries()) expect(await fillMask.fill(text)).toEqual(together[i]);
  });

  it('takes a model whose decoder is not the word table', async () => {
    await using fillMask = await createFillMask(runtime, await modelFiles({ tieWordEmbeddings: false }));
    await expect(fillMask.fill('the [MASK]')).resolves.toMatchObject({ blanks: [{ start: 4, end: 10 }] });
  });

  it('refuses a text without a blank, or with more tokens than positions, and goes on', async () => {
    await using fillMask = await createFillMask(runtime, await modelFiles());
    await expect(fillMask.fill('the cat')).rejects.toThrow(
      'The text has no blank: write [MASK] where a word is to be filled in.',
    );
    await expect(fillMask.fill(`[MASK] ${'the '.repeat(20)}`)).rejects.toThrow(
      'The text has 23 tokens, but the model takes 16: shorten it.',
    );
    await expect(fillMask.fill('the [MASK]')).resolves.toBeDefined();
  });

  it('refuses files that do not belong together', async () => {
    await expect(createFillMask(runtime, await modelFiles({ vocabSize: 10 }))).rejects.toMatchObject({
      code: 'BERTKIT_MODEL_FILES',
      message: expect.stringContaining('the vocabulary has 12 pieces, but vocab_size in config.json is 10'),
    });
  });

  it('says what is missing from a directory', async () => {
    await expect(createFillMask(runtime, createMemoryFiles())).rejects.toMatchObject({
      code: expect.stringMatching(/^BERTKIT_/),
    });
  });
});
