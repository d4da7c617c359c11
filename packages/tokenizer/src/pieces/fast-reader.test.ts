import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TokenStore } from '../encoding/token-store.js';
import { Normalizer, type NormalizerOptions } from '../words/normalizer.js';
import type { Segmenter } from '../words/segmenter.js';
import { WordSplitter } from '../words/word-splitter.js';
import { FastReader } from './fast-reader.js';
import { PieceTable } from './piece-table.js';
import { SegmentReader } from './segment-reader.js';

const vocabulary = [
  ...['[UNK]', 'a', '##a', 'ab', '##b', 'abcdefghij', 'abcdefghijk', 'b', '##cd', 'е', '##е', 'é', '##é', 'e', '##e'],
  ...['中', '文', '.', ',', '[', 'A', '##A', '1', '##1', '😀', '##😀', '\u110c', '##\u1175', '豈'],
];
const pieces = new PieceTable(vocabulary, '##');
const maxWordLength = 12;

/** Reads `[ids, offsets]`, fast and word by word. */
function readers(options: NormalizerOptions) {
  const normalizer = new Normalizer(options);
  const fast = new FastReader({ normalizer, pieces, vocabulary, unkId: 0, maxWordLength, writtenTokens: [] });
  const splitter = new WordSplitter(normalizer);
  const segmenter: Segmenter = {
    segment: (text, visitor) => splitter.split(text, 0, text.length, (word) => visitor.word(word)),
  };
  const plain = new SegmentReader({ segmenter, pieces, unkId: 0, maxWordLength });
  const store = new TokenStore(4);
  return {
    readFast(text: string) {
      store.startRow();
      fast.read(text, store, true);
      const { ids, offsets, rowStart, length } = store;
      return [ids.slice(rowStart, length), offsets.slice(2 * rowStart, 2 * length)];
    },
    readWordByWord(text: string) {
      const { ids, offsets } = plain.read(text);
      return [ids, offsets];
    },
  };
}

describe('FastReader', () => {
  const unit = fc.oneof(
    fc.constantFrom(...'aAbB1éÉеЕ.,[ \n\0\u0301\u200b中文豈😀ﬁİΣ', '\u1112\u1161', '지', '\ud800', 'abcdefghij', 'zzz'),
    fc.nat(0xffff).map((code) => String.fromCharCode(code)),
  );

  it.each([
    {},
    { lowercase: false },
    { stripAccents: false },
    { handleChineseChars: false, cleanText: false },
    { lowercase: false, stripAccents: true },
  ])('gives what reading word by word gives: %j', (options) => {
    const { readFast, readWordByWord } = readers(options);
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 40 }), (units) => {
        const text = units.join('');
        const expected = readWordByWord(text);
        expect(readFast(text)).toEqual(expected);
        expect(readFast(text)).toEqual(expected); // from memory now
      }),
      { numRuns: 2000 },
    );
  });

  it('moves on to new columns, and leaves full ones as they are', () => {
    const reader = new FastReader({
      normalizer: new Normalizer(),
      pieces,
      vocabulary,
      unkId: 0,
      maxWordLength,
      writtenTokens: [{ content: '[X]', id: 9 }],
    });
    const store = new TokenStore(8);
    reader.read('a b', store, true);
    const { ids } = store;
    store.startRow();
    reader.read('a [X] '.repeat(50_000), store, true);
    expect([...ids.subarray(0, 2)]).toEqual([1, 7]);
    expect(store.ids.subarray(store.rowStart, store.length)).toEqual(
      Int32Array.from({ length: 100_000 }, (_, i) => (i % 2 === 0 ? 1 : 9)),
    );
  });
});
