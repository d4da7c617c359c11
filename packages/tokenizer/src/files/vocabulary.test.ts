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

  it('reads as each reference does', () => {
    const text = ' a \u001f\nb\rc\r\n\u2028\n';
    expect(parseVocabulary(text)).toEqual([' a \u001f', 'b\rc', '']);
    expect(parseVocabulary(text, 'google')).toEqual(['a', 'b\rc', '']);
    expect(parseVocabulary(text, 'hf-slow')).toEqual([' a \u001f', 'b', 'c', '\u2028']);
  });

  it('refuses an empty file', () => {
    expect(() => parseVocabulary('')).toThrow(/empty/);
  });
});

describe('serializeVocabulary', () => {
  it.each(['hf', 'hf-slow', 'google'] as const)('writes what parseVocabulary reads back, or refuses, as %s', (mode) => {
    const piece = fc.string({ unit: fc.constantFrom('a', '#', ' ', '\n', '\r', '\u2028', '中', '😀') });
    const lost = { hf: /\n|[ \r\u2028]$/, 'hf-slow': /[\n\r]/, google: /\n|^[ \r\u2028]|[ \r\u2028]$/ }[mode];
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1 }), (vocabulary) => {
        if (vocabulary.some((text) => lost.test(text))) {
          expect(() => serializeVocabulary(vocabulary, mode)).toThrow(/Piece \d+ is/);
        } else {
          expect(parseVocabulary(serializeVocabulary(vocabulary, mode), mode)).toEqual(vocabulary);
        }
      }),
    );
  });
});
