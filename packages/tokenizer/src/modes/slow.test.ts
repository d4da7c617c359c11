import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bertDefinition, type NewToken } from '../bert-definition.js';
import { textOf } from '../words/text-of.js';
import { createSlowSegmenter } from './slow.js';

const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];
type Segment = [text: string | number, start: number, end: number];

/** Words as their text, added tokens as their ids: those of `addedTokens` have the ids from 5 on. */
function segmenter(
  options: { lowercase?: boolean; stripAccents?: boolean; handleChineseChars?: boolean } = {},
  addedTokens: (Pick<NewToken, 'content'> & Partial<NewToken>)[] = [],
) {
  const flags = { special: true, singleWord: false, lstrip: false, rstrip: false, normalized: false };
  const slow = createSlowSegmenter(
    bertDefinition({
      vocabulary,
      mode: 'hf-slow',
      ...options,
      addedTokens: addedTokens.map((token) => ({ ...flags, ...token })),
    }),
  );
  return (text: string): Segment[] => {
    const segments: Segment[] = [];
    slow.segment(text, {
      word: (word) => segments.push([textOf(word), word.starts[0]!, word.ends[word.length - 1]!]),
      token: (id, start, end) => segments.push([id, start, end]),
    });
    return segments;
  };
}

const uncased = segmenter();
const cased = segmenter({ lowercase: false });
const texts = (segments: Segment[]) => segments.map(([text]) => text);

describe('createSlowSegmenter', () => {
  it('has no words in nothing, blanks, or characters that are dropped', () => {
    expect(uncased('')).toEqual([]);
    expect(uncased(' \t\n\r\u00a0\u2028\u3000')).toEqual([]);
    expect(uncased('\0\ufffd\u200b\u0890\ue000\u0378\u0301\ud800')).toEqual([]);
  });

  it('drops what is unassigned or for private use', () => {
    expect(cased('a\u0378b\ue000c')).toEqual([['abc', 0, 5]]);
  });

  it('composes characters, each from where all its parts stand', () => {
    expect(cased('cafe\u0301 \u1112\u1161\u11ab.')).toEqual([
      ['café', 0, 5],
      ['한', 6, 9],
      ['.', 9, 10],
    ]);
    expect(uncased('cafe\u0301')).toEqual([['cafe', 0, 5]]); // composed first, then stripped
    expect(cased('a\u0316\u0301')).toEqual([['\u00e1\u0316', 0, 3]]); // á comes from both sides of its neighbour
    expect(cased('\u2126\u0f73')).toEqual([['\u03a9\u0f71\u0f72', 0, 2]]);
  });

  it('composes what cleaning has brought together', () => {
    expect(cased('e\0\u0301')).toEqual([['é', 0, 3]]);
  });

  it('lowercases character by character: a sigma at the end stays σ', () => {
    expect(texts(uncased('ΑΣ İ'))).toEqual(['ασ', 'i']);
    expect(texts(segmenter({ stripAccents: false })('ÉΣ İ'))).toEqual(['éσ', 'i\u0307']);
    expect(texts(segmenter({ lowercase: false, stripAccents: true })('ÉΣ'))).toEqual(['EΣ']);
  });

  it('knows the characters of Unicode 14', () => {
    expect(texts(uncased('a\u2e52b\u166dc'))).toEqual(['a', '\u2e52', 'b\u166dc']); // punctuation; no more so
    expect(texts(uncased('a\u0898'))).toEqual(['a']); // an accent
    expect(texts(uncased('\ua7ca\ua7c9 \u1c89'))).toEqual(['\ua7ca\ua7ca']); // U+1C89 is of Unicode 16
    expect(texts(cased('a\u{2b820}b'))).toEqual(['a', '\u{2b820}', 'b']); // Chinese
    expect(texts(segmenter({ handleChineseChars: false })('a中'))).toEqual(['a中']);
  });

  it('leaves U+A7CB as it is, which is no letter to it', () => {
    expect(texts(uncased('a\ua7cbb'))).toEqual(['ab']);
  });

  it('finds special tokens as they are written', () => {
    expect(uncased('A[MASK]b [mask]')).toEqual([
      ['a', 0, 1],
      [4, 1, 7],
      ['b', 7, 8],
      ['[', 9, 10],
      ['mask', 10, 14],
      [']', 14, 15],
    ]);
  });

  it('leaves a special token whole that only cleaning has brought out', () => {
    expect(cased('[MA\0SK] a[MA\0SK]')).toEqual([
      ['[MASK]', 0, 7],
      ['a', 8, 9],
      ['[', 9, 10],
      ['MASK', 10, 15],
      [']', 15, 16],
    ]);
    expect(texts(uncased('[MA\0SK]'))).toEqual(['[', 'mask', ']']); // it was lowercased before
  });

  it('leaves a special token whole that only stripping accents has brought out', () => {
    expect(texts(segmenter({}, [{ content: '[uber]' }])('[Über]'))).toEqual(['[uber]']);
  });

  it('protects added tokens from lowercasing only if they are special or normalized', () => {
    const slow = segmenter({}, [
      { content: 'New York', special: false, normalized: true },
      { content: 'Old York', special: false },
    ]);
    expect(texts(slow('New York new york Old York'))).toEqual([5, 'new', 'york', 'old', 'york']);
  });

  it('finds the longest of the tokens at a place, the leftmost first', () => {
    const slow = segmenter({}, [{ content: '<a' }, { content: '<a>' }, { content: '>b' }]);
    expect(texts(slow('<a>b<a b>b'))).toEqual([6, 'b', 5, 'b', 7]);
  });

  it('takes white space away beside tokens, also the separators of ASCII', () => {
    const slow = segmenter({ lowercase: false }, [
      { content: '<l>', lstrip: true },
      { content: '<r>', rstrip: true },
    ]);
    expect(slow('a \x1c<l> <r>\u2028 b')).toEqual([
      ['a', 0, 1],
      [5, 3, 6],
      [6, 7, 10],
      ['b', 12, 13],
    ]);
  });

  it('takes a token that is to be a word for text where it touches something else than a blank', () => {
    const slow = segmenter({}, [{ content: '<W>', singleWord: true }]);
    expect(texts(slow('<W> <W> b'))).toEqual([5, 5, 'b']);
    expect(texts(slow('a<W>'))).toEqual(['a', '<', 'w', '>']);
    expect(texts(slow('<W>a'))).toEqual(['<', 'w', '>', 'a']);
    expect(texts(slow('a\t<W>'))).toEqual(['a', '<W>']); // text, of which a word is a special token
    expect(texts(slow('[SEP]<W>'))).toEqual(['[', 'sep', ']', '<', 'w', '>']);
  });

  it('joins such a token to the text across the white space that it takes away', () => {
    const slow = segmenter({}, [
      { content: '<L>', singleWord: true, lstrip: true },
      { content: '<R>', singleWord: true, rstrip: true },
    ]);
    expect(slow('a\t<L>')).toEqual([
      ['a', 0, 1],
      ['<', 2, 3],
      ['l', 3, 4],
      ['>', 4, 5],
    ]);
    expect(texts(slow('<R>\ta'))).toEqual(['<', 'r', '>', 'a']);
    expect(slow('\t<L>')).toEqual([[5, 1, 4]]); // nothing is left that it could be joined to
    expect(slow('<R>\t')).toEqual([[6, 0, 3]]);
  });

  it('gives places in order, within the text, and never half a surrogate pair', () => {
    const character = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      fc.constantFrom(
        ...'aΣİé.\t[',
        '[MASK]',
        '\u0301',
        '\u0316',
        '\u302e',
        '\u1b44',
        '\u0f73',
        '\u1161',
        '😀',
        '\ud83d',
        '<L>',
      ),
    );
    const slows = [uncased, cased, segmenter({}, [{ content: '<L>', singleWord: true, lstrip: true }])];
    fc.assert(
      fc.property(fc.array(character), fc.constantFrom(...slows), (characters, slow) => {
        const text = characters.join('');
        let lastStart = 0;
        let lastEnd = 0;
        for (const [, start, end] of slow(text)) {
          expect(start).toBeGreaterThanOrEqual(lastStart);
          expect(end).toBeGreaterThanOrEqual(lastEnd);
          expect(end).toBeGreaterThan(start);
          expect(splitsPair(text, start) || splitsPair(text, end)).toBe(false);
          lastStart = start;
          lastEnd = end;
        }
        expect(lastEnd).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});

/** Whether a place is between the halves of a surrogate pair. */
function splitsPair(text: string, place: number): boolean {
  return /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(Math.max(0, place - 1), place + 1));
}
