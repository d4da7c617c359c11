import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseVocabulary, serializeVocabulary } from './vocabulary.js';

describe('parseVocabulary', () => {
  it('reads one piece a line, with or without an end to the last', () => {
    expect(parseVocabulary('a\nb')).toEqual(['a', 'b']);
    expect(parseVocabulary('a\nb\n')).toEqual(['a', 'b']);
    expect(parseVocabulary('a\n\nb\n\n')).toEqual(['a', '', 'b', '']);
  });

  it('ends lines at \\n only, and trims their ends by Unicode', () => {
    expect(parseVocabulary('a\u2028b\r\n##\u2028\n  c \u0085\u3000\n\ufeff\n')).toEqual([
      'a\u2028b',
      '##',
      '  c',
      '\ufeff',
    ]);
  });

  it('refuses an empty file', () => {
    expect(() => parseVocabulary('')).toThrow(/empty/);
  });
});

describe('serializeVocabulary', () => {
  it('writes what parseVocabulary reads back, or refuses', () => {
    const piece = fc.string({ unit: fc.constantFrom('a', '#', ' ', '\n', '\r', '\u2028', '中', '😀') });
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1 }), (vocabulary) => {
        const holds = vocabulary.every((text) => !/\n|[ \r\u2028]$/.test(text));
        if (holds) expect(parseVocabulary(serializeVocabulary(vocabulary))).toEqual(vocabulary);
        else expect(() => serializeVocabulary(vocabulary)).toThrow(/Piece \d+ is/);
      }),
    );
  });
});
