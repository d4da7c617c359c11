import { describe, expect, it } from 'vitest';
import { parseVocabularyLines } from './vocabulary-lines.js';

describe('parseVocabularyLines', () => {
  const text = ' a \r\n##\u2028\n\u2028\n\x1fb\x1f\n\ufeffc\ufeff\nd\re\n';

  it('takes white space from the end of a line in the default mode', () => {
    expect(parseVocabularyLines(text, 'hf')).toEqual([' a', '##', '', '\x1fb\x1f', '\ufeffc\ufeff', 'd\re']);
  });

  it("takes Python's white space from both ends as Google does", () => {
    expect(parseVocabularyLines(text, 'google')).toEqual(['a', '##', '', 'b', '\ufeffc\ufeff', 'd\re']);
  });

  it('takes nothing but line ends as the slow tokenizer does, of which it knows three', () => {
    expect(parseVocabularyLines(text, 'hf-slow')).toEqual([
      ' a ',
      '##\u2028',
      '\u2028',
      '\x1fb\x1f',
      '\ufeffc\ufeff',
      'd',
      'e',
    ]);
  });

  it.each(['hf', 'hf-slow', 'google'] as const)('keeps empty lines, and needs no line end at the end: %s', (mode) => {
    expect(parseVocabularyLines('a\n\nb', mode)).toEqual(['a', '', 'b']);
    expect(parseVocabularyLines('\n', mode)).toEqual(['']);
    expect(() => parseVocabularyLines('', mode)).toThrow(/The vocabulary is empty/);
  });
});
