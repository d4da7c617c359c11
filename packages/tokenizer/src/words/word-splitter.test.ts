import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Normalizer, type NormalizerOptions } from './normalizer.js';
import { textOf } from './text-of.js';
import { WordSplitter } from './word-splitter.js';

/** Each word as `[text, start of its first character, end of its last]`. */
function words(text: string, options: NormalizerOptions = {}): [string, number, number][] {
  const found: [string, number, number][] = [];
  new WordSplitter(new Normalizer(options)).split(text, 0, text.length, (word) => {
    found.push([textOf(word), word.starts[0]!, word.ends[word.length - 1]!]);
  });
  return found;
}

const texts = (text: string, options?: NormalizerOptions) => words(text, options).map(([word]) => word);

describe('WordSplitter', () => {
  it('has no words in nothing, blanks, or characters that are dropped', () => {
    expect(words('')).toEqual([]);
    expect(words(' \t\n\r\u00a0\u2028\u3000')).toEqual([]);
    expect(words('\0\ufffd\u200b\ufeff\ue000\u0301')).toEqual([]);
  });

  it('lowercases, strips accents, and keeps the places of the text', () => {
    expect(words('Élan cafe\u0301 x')).toEqual([
      ['elan', 0, 4],
      ['cafe', 5, 9], // the accent belongs to nobody
      ['x', 11, 12],
    ]);
  });

  it('joins what stands around dropped characters', () => {
    expect(words('a\0b\u200bc')).toEqual([['abc', 0, 5]]);
    expect(texts('a\0b', { cleanText: false })).toEqual(['a\0b']);
  });

  it('splits at control characters only where they are not cleaned away', () => {
    expect(texts('a\u000bb\u0085c\u001cd')).toEqual(['abcd']);
    expect(texts('a\u000bb\u0085c\u001cd', { cleanText: false })).toEqual(['a', 'b', 'c\u001cd']);
  });

  it('makes each punctuation mark a word, also one that comes of decomposition', () => {
    expect(texts("don't... $5 a_b")).toEqual(['don', "'", 't', '.', '.', '.', '$', '5', 'a', '_', 'b']);
    expect(words('a≠b\u037ec')).toEqual([
      ['a', 0, 1],
      ['=', 1, 2],
      ['b', 2, 3],
      [';', 3, 4],
      ['c', 4, 5],
    ]);
  });

  it('makes each Chinese character a word, unless told not to', () => {
    expect(words('ab中文c𠀀')).toEqual([
      ['ab', 0, 2],
      ['中', 2, 3],
      ['文', 3, 4],
      ['c', 4, 5],
      ['𠀀', 5, 7],
    ]);
    expect(texts('ab中文c', { handleChineseChars: false })).toEqual(['ab中文c']);
    expect(texts('か々〇한', { lowercase: false })).toEqual(['か々〇한']);
  });

  it('gives all parts of a decomposed character its place', () => {
    expect(words('한')).toEqual([['\u1112\u1161\u11ab', 0, 1]]);
    expect(words('İ', { stripAccents: false })).toEqual([['i\u0307', 0, 1]]);
  });

  it('lowercases Σ alike at the end of a word, and strips accents without lowercasing', () => {
    expect(texts('ΑΣ')).toEqual(['ασ']);
    expect(texts('ÉΣ', { lowercase: false, stripAccents: true })).toEqual(['EΣ']);
    expect(texts('ÉΣ', { lowercase: true, stripAccents: false })).toEqual(['éσ']);
    expect(texts('É e\u0301', { lowercase: false })).toEqual(['É', 'e\u0301']);
  });

  it('sorts marks by combining class, though not their places', () => {
    // U+302E (class 224) and U+1B44 (class 9) are no accents; U+0301 (class 230) is one, and is dropped.
    expect(words('a\u302e\u1b44')).toEqual([['a\u1b44\u302e', 0, 3]]);
    expect(words('a\u0301\u1b44')).toEqual([['a\u1b44', 0, 2]]);
    expect(words('é\u1b44')).toEqual([['e\u1b44', 0, 2]]);
    expect(words('a\u302e\u1b44', { lowercase: false })).toEqual([['a\u302e\u1b44', 0, 3]]);
  });

  it('takes surrogates that stand alone for U+FFFD', () => {
    expect(words('a\ud800b\udc00')).toEqual([['ab', 0, 3]]);
    expect(texts('\udc00\ud800', { cleanText: false })).toEqual(['\ufffd\ufffd']);
  });

  it('holds words of any length', () => {
    const [[word, start, end] = ['', 0, 0]] = words('é'.repeat(10_000));
    expect(word).toBe('e'.repeat(10_000));
    expect([start, end]).toEqual([0, 10_000]);
  });

  it('gives units of places in the text, in order, and never half a surrogate pair', () => {
    const options = fc.record({
      lowercase: fc.boolean(),
      stripAccents: fc.constantFrom(null, true, false),
      handleChineseChars: fc.boolean(),
      cleanText: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), options, (text, settings) => {
        let last = 0;
        new WordSplitter(new Normalizer(settings)).split(text, 0, text.length, ({ starts, ends, length }) => {
          for (let i = 0; i < length; i++) {
            expect(starts[i]!).toBeGreaterThanOrEqual(last);
            expect([...text.slice(starts[i]!, ends[i]!)]).toHaveLength(1);
            last = starts[i]!;
          }
        });
      }),
    );
  });
});
