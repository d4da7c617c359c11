import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTokenizer } from '@bertkit/tokenizer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareCorpus, tokenBatch } from './corpus.js';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'bertkit-corpus-'));
});
afterAll(() => rm(directory, { recursive: true }));

describe('prepareCorpus', () => {
  it('generates sentences where no text is given, and says so', async () => {
    const { vocabulary, sentences, texts, description, tokenCount } = await prepareCorpus({});
    const tokenizer = createTokenizer({ vocabulary });
    expect(sentences).toHaveLength(512);
    expect(description).toMatch(/^512 generated sentences of \d+ to \d+ tokens/);
    for (const [size, text] of Object.entries(texts)) expect(tokenizer.encode(text)).toHaveLength(Number(size));
    expect(Object.keys(texts)).toEqual(['8', '16', '32']);
    expect(tokenCount / 512).toBeGreaterThan(25);
    expect(tokenCount / 512).toBeLessThan(37);
  });

  it('puts every token of the sentences into a batch', async () => {
    const { batches, tokenCount } = await prepareCorpus({ sentences: ['40'] });
    const attended = batches.sentences.flatMap(({ attentionMask }) => attentionMask).reduce((sum, one) => sum + one, 0);
    expect(attended).toBe(tokenCount);
    expect(batches.sentences.reduce((sum, { shape }) => sum + shape[0], 0)).toBe(40);
    expect(batches.block.shape).toEqual([8, 128]);
    expect(batches.block.inputIds).toHaveLength(1024);
  });

  it('takes text with its vocabulary, and refuses it without', async () => {
    const [text, vocab] = [join(directory, 'text.txt'), join(directory, 'vocab.txt')];
    await writeFile(text, `${'A b c d e f. '.repeat(3)}${'a '.repeat(30)}`);
    await writeFile(vocab, '[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\n');
    const corpus = await prepareCorpus({ text: [text], vocab: [vocab], sentences: ['2'] });
    expect(corpus.description).toBe('2 sentences of 9 to 9 tokens, 9.0 on average');
    await expect(prepareCorpus({ text: [text] })).rejects.toMatchObject({
      code: 'BERTKIT_BENCH_USAGE',
      message: expect.stringContaining('--vocab or --model'),
    });
  });
});

describe('tokenBatch', () => {
  it('pads rows at their end and hides the padding', () => {
    expect(tokenBatch([[5], [6, 7, 8]])).toEqual({
      shape: [2, 3],
      inputIds: [5, 0, 0, 6, 7, 8],
      attentionMask: [1, 0, 0, 1, 1, 1],
    });
  });
});
