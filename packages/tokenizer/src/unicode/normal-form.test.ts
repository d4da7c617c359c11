import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composed, decomposed, inOrder, spell } from './normal-form.js';
import { PythonCharacters, UNASSIGNED } from './python-characters.js';

const python = new PythonCharacters();
const charactersOf = (text: string) =>
  Array.from(text, (character, i) => ({ codePoint: character.codePointAt(0)!, start: i, end: i + 1 }));

/** Characters of Unicode 14, which all engines have the same normal forms of, rich in parts and marks. */
const text = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      fc.integer({ min: 0xc0, max: 0x36f }).map((codePoint) => String.fromCodePoint(codePoint)),
      fc.integer({ min: 0x1e00, max: 0x1fff }).map((codePoint) => String.fromCodePoint(codePoint)),
      fc.constantFrom(
        ...'aeuㅁ가각\u1100\u1161\u11a8\u302e\u1b44\u0344\u0f73\u0f71\u0b47\u0b56\u0958\u2126\u{11930}\u{11935}',
      ),
    ),
    { maxLength: 16 },
  )
  .map((characters) =>
    Array.from(characters.join(''))
      .filter((character) => !python.has(character.codePointAt(0)!, UNASSIGNED))
      .join(''),
  );

describe('decomposed and composed', () => {
  it('are NFD and NFC, as engines have them', () => {
    fc.assert(
      fc.property(text, (text) => {
        expect(spell(decomposed(charactersOf(text), python))).toBe(text.normalize('NFD'));
        expect(spell(composed(charactersOf(text), python))).toBe(text.normalize('NFC'));
      }),
      { numRuns: 10_000 },
    );
  });

  it('know no character of a later Unicode', () => {
    const later = '\u{105d2}\u0307\u{105c9}\u{16121}\u{16121}\u0316\u{1e5ee}\u0316'; // some are made of others, or are marks
    expect(spell(decomposed(charactersOf(later), python))).toBe(later);
    expect(spell(composed(charactersOf(later), python))).toBe(later);
  });
});

describe('composed', () => {
  it('gives a character the places of all its parts', () => {
    expect(composed(charactersOf('xe\u0316\u0301'), python)).toEqual([
      { codePoint: 0x78, start: 0, end: 1 },
      { codePoint: 0xe9, start: 1, end: 4 },
      { codePoint: 0x316, start: 2, end: 3 },
    ]);
  });
});

describe('inOrder', () => {
  it('lets characters share a place that were moved past each other', () => {
    const [a, first, second] = inOrder(decomposed(charactersOf('a\u0301\u0316'), python));
    expect(a).toEqual({ codePoint: 0x61, start: 0, end: 1 });
    expect(first).toEqual({ codePoint: 0x316, start: 1, end: 3 });
    expect(second).toEqual({ codePoint: 0x301, start: 1, end: 3 });
  });

  it('leaves places that are in order', () => {
    const characters = charactersOf('abc');
    expect(inOrder(characters)).toEqual(characters);
    expect(inOrder([])).toEqual([]);
  });
});
