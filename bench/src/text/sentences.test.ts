import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sentencesOf } from './sentences.js';

describe('sentencesOf', () => {
  it('cuts at ends of lines and of sentences, closing marks included', () => {
    expect(sentencesOf('')).toEqual([]);
    expect(sentencesOf('One. Two!\n\n  Three?\r\nfour')).toEqual(['One.', 'Two!', 'Three?', 'four']);
    expect(sentencesOf('“Yes.” He left.')).toEqual(['“Yes.”', 'He left.']);
    expect(sentencesOf('他说：“好。”然后走了。是吗？')).toEqual(['他说：“好。”', '然后走了。', '是吗？']);
  });

  it('leaves numbers and U+2028 whole', () => {
    expect(sentencesOf('3.14 is near\u2028pi')).toEqual(['3.14 is near\u2028pi']);
  });

  it('loses nothing but white space', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '.', '。', '”', ' ', '\n', '\r\n', '!') });
    fc.assert(
      fc.property(text, (text) => {
        const sentences = sentencesOf(text);
        expect(sentences.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
        for (const sentence of sentences) expect(sentence).not.toMatch(/\n|^\s|\s$|^$/);
      }),
    );
  });
});
