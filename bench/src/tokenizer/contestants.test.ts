import { describe, expect, it } from 'vitest';
import type { TokenizerSource } from './contestant.js';
import { contestantNames, prepare } from './contestants.js';

const pieces = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'hug', '##ging', 'É', 'e', '中', '##s', ',', '1'];
const source = (lowercase: boolean): TokenizerSource => {
  return { vocabulary: new TextEncoder().encode(`${pieces.join('\n')}\n`), lowercase };
};
const sentences = ['Hugging, hugs', '中É1 [MASK]', 'unknown', '.'];

describe.each(contestantNames)('%s', (name) => {
  it('gives ids with special tokens', async () => {
    const tokenizer = (await prepare(name, source(true)))();
    const ids = (await tokenizer.idsOf(sentences)).map((row) => Array.from(row));
    expect(ids).toEqual([
      [2, 5, 6, 11, 5, 10, 3],
      [2, 9, 1, 4, 3], // e1 is a word, and has no piece for its 1
      [2, 1, 3],
      [2, 1, 3],
    ]);
    expect(await tokenizer.encode(sentences)).toBe(18);
  });

  it('keeps case where it is told to', async () => {
    const tokenizer = (await prepare(name, source(false)))();
    const ids = (await tokenizer.idsOf(['É', 'Hug', 'hug'])).map((row) => Array.from(row));
    expect(ids).toEqual([
      [2, 7, 3],
      [2, 1, 3],
      [2, 5, 3],
    ]);
  });
});
