import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bertDefinition } from '../bert-definition.js';
import { PythonCharacters, UNASSIGNED, UPPERCASE } from '../unicode/python-characters.js';
import { ACCENT, CHINESE, DROPPED, PUNCTUATION, WHITESPACE } from '../unicode/unicode.js';
import { textOf } from '../words/text-of.js';
import { createGoogleSegmenter } from './google.js';

const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];
const python = new PythonCharacters();

function segmenter(lowercase: boolean) {
  const google = createGoogleSegmenter(bertDefinition({ vocabulary, mode: 'google', lowercase }));
  return (text: string): [string, number, number][] => {
    const words: [string, number, number][] = [];
    google.segment(text, {
      word: (word) => words.push([textOf(word), word.starts[0]!, word.ends[word.length - 1]!]),
      token: () => expect.fail('there are no special tokens'),
    });
    return words;
  };
}

const uncased = segmenter(true);
const cased = segmenter(false);
const texts = (words: [string, number, number][]) => words.map(([word]) => word);

describe('createGoogleSegmenter', () => {
  it('has no words in nothing, blanks, or characters that are dropped', () => {
    expect(uncased('')).toEqual([]);
    expect(uncased(' \t\n\r\u00a0\u2028\u3000')).toEqual([]);
    expect(uncased('\0\ufffd\u200b\u0890\u0301\ud800')).toEqual([]);
  });

  it('gives the places of words in the text', () => {
    expect(uncased('Élan, x\u200by 𝐀中')).toEqual([
      ['elan', 0, 4],
      [',', 4, 5],
      ['xy', 6, 9],
      ['𝐀', 10, 12],
      ['中', 12, 13],
    ]);
  });

  it('knows no special tokens', () => {
    expect(texts(uncased('[MASK]'))).toEqual(['[', 'mask', ']']);
  });

  it('keeps characters that are unassigned or for private use', () => {
    expect(texts(cased('a\u0378b\ue000c'))).toEqual(['a\u0378b\ue000c']);
  });

  it('lowercases words as wholes: a sigma at the end becomes ς', () => {
    expect(texts(uncased('ΑΣ ΑΣ. ΑΣΑ Σ Α\u0301Σ ΑΣΒ-ΟΣ'))).toEqual(
      ['ας', 'ας', '.', 'ασα', 'σ', 'ας', 'ασβ', '-', 'ος'], // a full stop is passed over, a hyphen ends a word
    );
    expect(texts(uncased('ΣΣσςΣ'))).toEqual(['σσσςς']);
  });

  it('sees around a sigma what Python 3.11 sees', () => {
    expect(texts(uncased('\u0295Σ'))).toEqual(['\u0295ς']); // it had case
    expect(texts(uncased('A\u{1171e}Σ'))).toEqual(['aς']); // it was passed over, and is dropped as an accent
    expect(texts(uncased('\u1c89Σ'))).toEqual(['\u1c89σ']); // is a letter with case since Unicode 16
  });

  it('leaves letters, accents and compositions of a later Unicode alone', () => {
    expect(texts(uncased('\ua7cb'))).toEqual(['\ua7cb']); // becomes ɤ in Unicode 16
    expect(texts(uncased('a\u{1e4ec}'))).toEqual(['a\u{1e4ec}']); // a mark of Unicode 15
    expect(texts(uncased('\u{105c9}'))).toEqual(['\u{105c9}']); // U+105D2 and a dot, in Unicode 16
  });

  it('knows the characters of Unicode 14', () => {
    expect(texts(uncased('a\u2e52b\u166dc'))).toEqual(['a', '\u2e52', 'b\u166dc']); // punctuation; no more so
    expect(texts(uncased('a\u0898'))).toEqual(['a']); // an accent
    expect(texts(uncased('a\u{2b820}b'))).toEqual(['a', '\u{2b820}', 'b']); // Chinese
    expect(texts(uncased('\u{11938}'))).toEqual(['\u{11935}\u{11930}']); // is decomposed
  });

  it('does not compose', () => {
    expect(texts(cased('e\u0301'))).toEqual(['e\u0301']);
  });

  it('takes time that grows with the text only, also for marks out of order', () => {
    const [[word, start, end] = ['', 0, 0]] = uncased(`a${'\u302e\u1b44'.repeat(20_000)}`);
    expect(word).toBe(`a${'\u1b44'.repeat(20_000)}${'\u302e'.repeat(20_000)}`);
    expect([start, end]).toEqual([0, 40_001]);
  });

  it.each([true, false])('is the published algorithm, with lowercase %s', (lowercase) => {
    const google = lowercase ? uncased : cased;
    fc.assert(
      fc.property(oddText, (text) => {
        expect(texts(google(text))).toEqual(published(text, lowercase));
      }),
      { numRuns: 10_000 },
    );
  });

  it('gives places in order, within the text, and never half a surrogate pair', () => {
    fc.assert(
      fc.property(oddText, (text) => {
        const google = createGoogleSegmenter(bertDefinition({ vocabulary, mode: 'google' }));
        let last = 0;
        google.segment(text, {
          word({ starts, ends, length }) {
            for (let i = 0; i < length; i++) {
              expect(starts[i]!).toBeGreaterThanOrEqual(last);
              expect(splitsPair(text, starts[i]!) || splitsPair(text, ends[i]!)).toBe(false);
              expect(ends[i]!).toBeGreaterThan(starts[i]!);
              last = starts[i]!;
            }
          },
          token: () => {},
        });
      }),
    );
  });
});

/** Whether a place is between the halves of a surrogate pair. */
function splitsPair(text: string, place: number): boolean {
  return /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(Math.max(0, place - 1), place + 1));
}

/** Text rich in what the algorithm treats differently. */
const oddText = fc
  .array(
    fc.oneof(
      ...[
        [...'aB c.,[Σσς'].map((character) => character.codePointAt(0)!),
        [0x3a3],
        charactersWith((codePoint) => python.has(codePoint, DROPPED)),
        charactersWith((codePoint) => python.has(codePoint, WHITESPACE)),
        charactersWith((codePoint) => python.has(codePoint, CHINESE)),
        charactersWith((codePoint) => python.has(codePoint, PUNCTUATION)),
        charactersWith((codePoint) => python.has(codePoint, ACCENT)),
        charactersWith((codePoint) => python.has(codePoint, UPPERCASE)),
        charactersWith((codePoint) => python.combiningClass(codePoint) > 0),
        charactersWith((codePoint) => python.combiningClass(codePoint) > 0 && !python.has(codePoint, ACCENT)),
        charactersWith((codePoint) => python.decompose(codePoint).length > 1, 0x3000),
        charactersWith((codePoint) => isCasedForSigma(codePoint) || isIgnoredForSigma(codePoint), 0x3000),
        charactersWith((codePoint) => python.has(codePoint, UNASSIGNED), 0x20000),
        charactersWith(() => true),
      ].map((pool) => fc.nat(pool.length - 1).map((index) => String.fromCodePoint(pool[index]!))),
    ),
    { maxLength: 12 },
  )
  .map((characters) => characters.join(''));

function charactersWith(trait: (codePoint: number) => boolean, below = 0x110000): number[] {
  const found: number[] = [];
  for (let codePoint = 0; codePoint < below; codePoint++) {
    if ((codePoint < 0xd800 || codePoint > 0xdfff) && trait(codePoint)) found.push(codePoint);
  }
  return found;
}

/** `BasicTokenizer.tokenize` of google-research/bert, written out step by step. */
function published(text: string, lowercase: boolean): string[] {
  const cleaned: string[] = [];
  for (const character of text) {
    const codePoint = character.codePointAt(0)!;
    if (python.has(codePoint, DROPPED)) continue; // U+0000, U+FFFD, Cc, Cf
    const isBlank = python.has(codePoint, WHITESPACE) && codePoint !== 0x2028 && codePoint !== 0x2029;
    if (isBlank) cleaned.push(' ');
    else if (isChinese(codePoint)) cleaned.push(' ', character, ' ');
    else cleaned.push(character);
  }
  const tokens: string[] = [];
  for (const word of splitAtBlanks(cleaned)) {
    const characters = lowercase ? withoutAccents(lowercased(word)) : word;
    let startsNew = true;
    for (const character of characters) {
      const isMark = isPunctuation(character.codePointAt(0)!);
      if (isMark || startsNew) tokens.push(character);
      else tokens.push(tokens.pop()! + character);
      startsNew = isMark;
    }
  }
  return tokens;
}

function splitAtBlanks(characters: string[]): string[][] {
  const words: string[][] = [[]];
  for (const character of characters) {
    if (python.has(character.codePointAt(0)!, WHITESPACE)) words.push([]);
    else words.at(-1)!.push(character);
  }
  return words.filter((word) => word.length > 0);
}

/** `str.lower` (`handle_capital_sigma` in CPython's unicodeobject.c). */
function lowercased(word: string[]): string[] {
  const codePoints = word.map((character) => character.codePointAt(0)!);
  return word.flatMap((character, i) => {
    if (python.has(codePoints[i]!, UNASSIGNED)) return [character];
    if (character !== 'Σ') return [...character.toLowerCase()];
    let before = i - 1;
    while (before >= 0 && isIgnoredForSigma(codePoints[before]!)) before--;
    let after = i + 1;
    while (after < word.length && isIgnoredForSigma(codePoints[after]!)) after++;
    const isLast = after === word.length || !isCasedForSigma(codePoints[after]!);
    return [before >= 0 && isCasedForSigma(codePoints[before]!) && isLast ? 'ς' : 'σ'];
  });
}

function isCasedForSigma(codePoint: number): boolean {
  if (python.has(codePoint, UNASSIGNED)) return false;
  return codePoint === 0x295 || `${String.fromCodePoint(codePoint)}Σ`.toLowerCase().endsWith('ς');
}

function isIgnoredForSigma(codePoint: number): boolean {
  if (python.has(codePoint, UNASSIGNED) || isCasedForSigma(codePoint)) return false;
  return codePoint === 0x1171e || `A${String.fromCodePoint(codePoint)}Σ`.toLowerCase().endsWith('ς');
}

/** `_run_strip_accents`. What Python does not know is left as it is, and nothing moves past it. */
function withoutAccents(word: string[]): string[] {
  const decomposed: string[] = [];
  let known = '';
  for (const character of [...word, '']) {
    if (character !== '' && !python.has(character.codePointAt(0)!, UNASSIGNED)) {
      known += character;
    } else {
      decomposed.push(...known.normalize('NFD'));
      if (character !== '') decomposed.push(character);
      known = '';
    }
  }
  return decomposed.filter((character) => !python.has(character.codePointAt(0)!, ACCENT));
}

function isChinese(c: number): boolean {
  return (
    (c >= 0x4e00 && c <= 0x9fff) ||
    (c >= 0x3400 && c <= 0x4dbf) ||
    (c >= 0x20000 && c <= 0x2a6df) ||
    (c >= 0x2a700 && c <= 0x2b73f) ||
    (c >= 0x2b740 && c <= 0x2b81f) ||
    (c >= 0x2b820 && c <= 0x2ceaf) ||
    (c >= 0xf900 && c <= 0xfaff) ||
    (c >= 0x2f800 && c <= 0x2fa1f)
  );
}

function isPunctuation(c: number): boolean {
  const isAscii = (c >= 33 && c <= 47) || (c >= 58 && c <= 64) || (c >= 91 && c <= 96) || (c >= 123 && c <= 126);
  return isAscii || python.has(c, PUNCTUATION);
}
