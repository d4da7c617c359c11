import { afterEach, describe, expect, it, vi } from 'vitest';
import { Normalizer } from '../words/normalizer.js';
import { decompose, lowercase } from './character-forms.js';
import { combiningClasses } from './combining-classes.js';
import { PythonCharacters, UNASSIGNED } from './python-characters.js';

// What each of these does to every character is compared with what the references do, as digests that
// scripts/digest_unicode.py prints: of one line for each code point but the surrogates.
const isSurrogate = (codePoint: number) => codePoint >= 0xd800 && codePoint <= 0xdfff;
const codePoints = Array.from({ length: 0x110000 }, (_, codePoint) => codePoint).filter((c) => !isSurrogate(c));

async function digest(lines: readonly string[]): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(lines.join('\n')));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const digestOfForms = (formOf: (codePoint: number) => readonly number[]) =>
  digest(codePoints.map((codePoint) => String.fromCodePoint(...formOf(codePoint))));

const digestOfClasses = (classOf: (codePoint: number) => number) =>
  digest(codePoints.filter((c) => classOf(c) > 0).map((c) => `${c.toString(16)} ${classOf(c)}`));

const off = { cleanText: false, handleChineseChars: false, stripAccents: false, lowercase: false };
const normalized = (options: Partial<typeof off>) => {
  const normalizer = new Normalizer({ ...off, ...options });
  return (codePoint: number) => (normalizer.keeps(codePoint) ? [codePoint] : normalizer.normalize(codePoint));
};

describe('what Hugging Face tokenizers 0.23.3 does to every character', () => {
  it('is known: cleaning', async () => {
    expect(await digestOfForms(normalized({ cleanText: true }))).toBe(
      '9bdef8e5a5a145f5e75c0f1a3c286af997e245707dc8f251631eb4f051842edb',
    );
  });

  it('is known: isolating Chinese', async () => {
    const normalizer = new Normalizer({ ...off, handleChineseChars: true });
    expect(await digestOfForms((c) => (normalizer.isIsolated(c) ? [0x20, c, 0x20] : [c]))).toBe(
      '0903a049e264d4b068970ff970b0bf20473a08254f11bff1a1a08f434c94e29f',
    );
  });

  it('is known: stripping accents', async () => {
    expect(await digestOfForms(normalized({ stripAccents: true }))).toBe(
      '8262cea2e29b19fadc0284758c24009a55a0c3bbcdfac0c20ad7b03420afb99d',
    );
  });

  it('is known: splitting at white space and punctuation', async () => {
    const normalizer = new Normalizer(off);
    const wordsWith = (codePoint: number) => {
      const character = String.fromCodePoint(codePoint);
      if (normalizer.isWhitespace(codePoint)) return 'a a';
      return normalizer.isPunctuation(codePoint) ? `a ${character} a` : `a${character}a`;
    };
    expect(await digest(codePoints.map(wordsWith))).toBe(
      'fee3d51f96ed20d888e0b61c02bd663bccbb926f135c23b61775fec19a1e995f',
    );
  });
});

const python = new PythonCharacters();
const newerLetters = new Set(codePoints.filter((c) => python.has(c, UNASSIGNED) && lowercase(c)[0] !== c));
const newerThan14 = (text: string) =>
  Array.from(text, (character) => character.codePointAt(0)!).some(
    (codePoint) => python.has(codePoint, UNASSIGNED) && !newerLetters.has(codePoint),
  );
const { normalize, toLowerCase } = String.prototype;

/** Makes the engine do so with texts that have characters of later versions than Unicode 14. */
function mockEngine(change: (text: string) => string): void {
  vi.spyOn(String.prototype, 'normalize').mockImplementation(function (this: string, form) {
    return newerThan14(this) ? change(this) : normalize.call(this, form);
  });
  vi.spyOn(String.prototype, 'toLowerCase').mockImplementation(function (this: string) {
    return newerThan14(this) ? change(this) : toLowerCase.call(this);
  });
}

describe.each([
  ['this engine', undefined],
  ['an engine of Unicode 14', (text: string) => text],
  ['an engine that knows more characters', (text: string) => `x${text}`],
])('what it does to every character, by %s,', (_, change) => {
  afterEach(() => vi.restoreAllMocks());

  it('is known: lower case', async () => {
    if (change) mockEngine(change);
    expect(await digestOfForms(normalized({ lowercase: true }))).toBe(
      '9dbe491e02df24162a6ab7a165198f7ac804161d6f563724d6a65ba82f734a0f',
    );
  });

  it('is known: decomposition', async () => {
    if (change) mockEngine(change);
    expect(await digestOfForms(decompose)).toBe('0f306678f8b597b273d752158cd1c5f40f6b07fe3372976bf381c423c09cad8a');
  });

  it('is known: the order of marks', async () => {
    if (change) mockEngine(change);
    const classes = combiningClasses();
    expect(await digestOfClasses((c) => classes.get(c) ?? 0)).toBe(
      '01ecb4a35a966de20c35dff2eaf406e1aa5ccb8fb700a8ef611ad7c69d76af00',
    );
  });
});

describe('what Python 3.11 does to every character', () => {
  const python = new PythonCharacters();

  it('is known: lower case', async () => {
    expect(await digestOfForms((c) => python.lowercase(c) ?? [c])).toBe(
      'edca77a44be2b4e6ffdbe85bfd097ed3725757a3f23c5ab03b627eba66c8f0af',
    );
  });

  it('is known: decomposition', async () => {
    expect(await digestOfForms(python.decompose)).toBe(
      '45bfd20e6479fe62a36854d0251ce488f571162983f514e0bf9c6821f2e3fec3',
    );
  });

  it('is known: the order of marks', async () => {
    expect(await digestOfClasses((c) => python.combiningClass(c))).toBe(
      'baf38572b8b214b840b5b27d884412694e3f6553a6642de5989a28b0cae844a5',
    );
  });
});
