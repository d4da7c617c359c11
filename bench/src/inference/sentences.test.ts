import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pickSentences, textOfTokens } from './sentences.js';

/** A token a word, and two special ones. */
const tokenCount = (text: string) => text.split(' ').length + 2;
const sentence = (words: number, i = 0) => Array.from({ length: words }, (_, j) => `${i}-${j}`).join(' ');

describe('pickSentences', () => {
  it('takes sentences of 7 to 91 tokens', () => {
    const sentences = [4, 5, 89, 90].map((words) => sentence(words));
    expect(pickSentences(sentences, tokenCount, 2).map(tokenCount)).toEqual([7, 91]);
  });

  it('takes as many as asked for, each once, in their order and from all over the text', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 0, max: 500 }), (count, more) => {
        const sentences = Array.from({ length: count + more }, (_, i) => sentence(10, i));
        const places = pickSentences(sentences, tokenCount, count).map((text) => sentences.indexOf(text));
        expect(places).toHaveLength(count);
        expect(places).toEqual([...new Set(places)].sort((a, b) => a - b));
        const widest = Math.ceil(sentences.length / count);
        for (const [i, place] of [...places, sentences.length].entries()) {
          expect(place - (places[i - 1] ?? 0)).toBeLessThanOrEqual(widest);
        }
      }),
    );
  });

  it('says how many there are where these are too few', () => {
    expect(() => pickSentences([sentence(5)], tokenCount, 2)).toThrow('has 1 sentences of 7 to 91 tokens, but 2');
  });
});

describe('textOfTokens', () => {
  it('cuts the first sentence that can be cut so', () => {
    const byLetters = (text: string) => text.replaceAll(' ', '').length;
    expect(textOfTokens(['abcd e', 'ab c d'], byLetters, 3)).toBe('ab c');
    expect(textOfTokens(['abcd e', 'ab c d'], byLetters, 5)).toBe('abcd e');
    expect(() => textOfTokens(['abcd e', 'ab c d'], byLetters, 1)).toThrow('words of 1 tokens');
  });
});
