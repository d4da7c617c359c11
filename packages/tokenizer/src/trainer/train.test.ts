import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTokenizer } from '../tokenizer.js';
import { type TrainWordPieceProgress, trainWordPiece } from './train.js';

const specialTokens = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];

describe('trainWordPiece', () => {
  it('gives the special tokens alone for no text', async () => {
    expect(await trainWordPiece([])).toEqual(specialTokens);
    expect(await trainWordPiece(['', ' '], { specialTokens: [] })).toEqual([]);
  });

  it('makes characters, then the most frequent pairs', async () => {
    // hug × 3, pug × 2, bun × 1. Pairs: ##u ##g 5, h ##u 3, p ##u 2, b ##u and ##u ##n 1.
    const vocabulary = await trainWordPiece(['hug hug hug', 'pug pug', 'bun'], { minFrequency: 1 });
    expect(vocabulary).toEqual([
      ...specialTokens,
      ...['b', 'g', 'h', 'n', 'p', 'u'], // by code point
      ...['##u', '##g', '##n'], // as they are met
      '##ug', // 5
      'hug', // 3: h ##ug
      'pug', // 2: p ##ug
      'bu', // 1: b ##u, before ##u ##n since b has the lower id
      'bun',
    ]);
  });

  it('joins no pair that is rarer than minFrequency, and stops at vocabularySize', async () => {
    const lines = ['hug hug hug', 'pug pug', 'bun'];
    const merged = async (options: object) => (await trainWordPiece(lines, options)).slice(5 + 6 + 3);
    expect(await merged({})).toEqual(['##ug', 'hug', 'pug']);
    expect(await merged({ minFrequency: 3 })).toEqual(['##ug', 'hug']);
    expect(await merged({ vocabularySize: 15 })).toEqual(['##ug']);
    expect(await merged({ vocabularySize: 0 })).toEqual([]); // but all characters
  });

  it('joins from left to right where a pair overlaps itself', async () => {
    // aaaaa: a ##a ##a ##a ##a. ##a ##a stands 3 times, so ##aa comes first: a ##aa ##aa.
    const vocabulary = await trainWordPiece(['aaaaa'], { minFrequency: 1, specialTokens: [] });
    expect(vocabulary).toEqual(['a', '##a', '##aa', 'aaa', 'aaaaa']);
  });

  it('drops the rarest characters, around which neighbours become adjacent', async () => {
    const lines = ['axb axb axb', 'xab', 'ab'];
    const vocabulary = await trainWordPiece(lines, { limitAlphabet: 2, specialTokens: [], minFrequency: 1 });
    expect(vocabulary).toEqual(['a', 'b', '##b', '##a', 'ab', '##ab']); // x is there 4 times, the others 5
  });

  it('keeps the characters of initialAlphabet first', async () => {
    const options = { limitAlphabet: 2, initialAlphabet: 'zy', specialTokens: [] };
    expect(await trainWordPiece(['aaa a'], options)).toEqual(['y', 'z']);
    await expect(trainWordPiece([], { initialAlphabet: ['ab'] })).rejects.toThrow(/initialAlphabet has "ab"/);
  });

  it('normalises as the tokenizer does, and takes special tokens for plain text', async () => {
    expect(await trainWordPiece(['Éa[É]'], { specialTokens: [], minFrequency: 9 })).toEqual([
      '[',
      ']',
      'a',
      'e',
      '##a',
    ]);
    expect(await trainWordPiece(['É'], { specialTokens: [], lowercase: false })).toEqual(['É']);
  });

  it('takes another prefix', async () => {
    expect(await trainWordPiece(['ab ab'], { specialTokens: [], prefix: '@@' })).toEqual(['a', 'b', '@@b', 'ab']);
  });

  it('reads lines as they come', async () => {
    async function* lines() {
      yield 'ab';
      yield 'ab';
    }
    expect(await trainWordPiece(lines(), { specialTokens: [] })).toEqual(['a', 'b', '##b', 'ab']);
  });

  it('tells how far it is', async () => {
    const told: TrainWordPieceProgress[] = [];
    const lines = Array.from({ length: 5000 }, (_, i) => `line ${i}`);
    const vocabulary = await trainWordPiece(lines, {
      vocabularySize: 400,
      minFrequency: 1,
      onProgress: (progress) => told.push(progress),
    });
    expect(vocabulary).toHaveLength(400);
    expect(told).toEqual([
      { stage: 'reading', lineCount: 4096, wordCount: 4097 },
      { stage: 'reading', lineCount: 5000, wordCount: 5001 },
      { stage: 'joining', pieceCount: expect.any(Number), vocabularySize: 400 },
      { stage: 'joining', pieceCount: 400, vocabularySize: 400 },
    ]);
  });

  it('stops when told to, also while reading lines that never end', async () => {
    const aborted = AbortSignal.abort();
    await expect(trainWordPiece(['a'], { signal: aborted })).rejects.toBe(aborted.reason);
    const controller = new AbortController();
    function* lines() {
      for (;;) yield 'a';
    }
    setTimeout(() => controller.abort(), 5);
    await expect(trainWordPiece(lines(), { signal: controller.signal })).rejects.toThrow('aborted');
  });

  it.each([{ vocabularySize: -1 }, { minFrequency: 0.5 }, { limitAlphabet: Number.NaN }])(
    'refuses %j',
    async (options) => {
      await expect(trainWordPiece([], options)).rejects.toMatchObject({ code: 'BERTKIT_TOKENIZER_OPTION' });
    },
  );

  it('gives the same for the same lines, distinct pieces, and words of its own text whole or in pieces', async () => {
    const line = fc.string({ unit: fc.constantFrom(...'aabbcdé中, \ud800') });
    await fc.assert(
      fc.asyncProperty(fc.array(line), fc.nat(40), async (lines, vocabularySize) => {
        const options = { vocabularySize, minFrequency: 1 };
        const vocabulary = await trainWordPiece(lines, options);
        expect(await trainWordPiece(lines, options)).toEqual(vocabulary);
        expect(new Set(vocabulary).size).toBe(vocabulary.length);
        const tokenizer = createTokenizer({ vocabulary });
        for (const text of lines) expect([...tokenizer.encodeToIds(text)]).not.toContain(tokenizer.unkId);
      }),
    );
  });
});
