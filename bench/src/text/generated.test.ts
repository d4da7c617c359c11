import { describe, expect, it } from 'vitest';
import {
  createSentenceSource,
  distinctWords,
  generatedSentences,
  generatedVocabulary,
  type Language,
} from './generated.js';
import { byteCount } from './parts.js';

const text = (language: Language, seed: number) =>
  generatedSentences(createSentenceSource(generatedVocabulary(language), language, seed), 200_000);

describe('generatedVocabulary', () => {
  it('has the size of the vocabularies of BERT, and the same pieces every time', () => {
    expect(generatedVocabulary('en')).toHaveLength(30_522);
    expect(generatedVocabulary('zh').length).toBeGreaterThan(14_000);
    for (const language of ['en', 'zh'] as const) {
      const pieces = generatedVocabulary(language);
      expect(new Set(pieces).size).toBe(pieces.length);
      expect(pieces.slice(0, 5)).toEqual(['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]']);
      expect(generatedVocabulary(language)).toEqual(pieces);
    }
  });
});

describe('createSentenceSource', () => {
  it('gives as much text as asked for, a function of the seed', () => {
    for (const language of ['en', 'zh'] as const) {
      expect(text(language, 1)).toEqual(text(language, 1));
      expect(text(language, 1)).not.toEqual(text(language, 2));
      expect(byteCount(text(language, 1)) / 200_000).toBeCloseTo(1, 2);
    }
  });

  it('draws frequent words often and rare ones seldom', () => {
    const counts = new Map<string, number>();
    const words = text('en', 1).flatMap((sentence) => sentence.toLowerCase().match(/[a-z]+/g) ?? []);
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
    const ranked = [...counts.values()].sort((a, b) => b - a);
    const ofTopHundred = ranked.slice(0, 100).reduce((sum, count) => sum + count, 0) / words.length;
    expect(ofTopHundred).toBeGreaterThan(0.3); // real English: about a half
    expect(ofTopHundred).toBeLessThan(0.6);
    expect(ranked.filter((count) => count === 1).length).toBeGreaterThan(1000);
  });

  it('makes English of words and Chinese of characters', () => {
    expect(text('en', 1)[0]).toMatch(/^[A-Z0-9][A-Za-z0-9, ]+\.$/);
    expect(text('zh', 1)[0]).toMatch(/^[\u4e00-\u9fff\d，]+。$/);
  });

  it('refuses a vocabulary without words of the language', () => {
    expect(() => createSentenceSource(['[UNK]', '##a', 'word'], 'zh', 0)).toThrow(/language "zh"/);
  });
});

describe('distinctWords', () => {
  it('hardly has a word twice', () => {
    const words = distinctWords({ bytes: 100_000, seed: 1 }).join(' ').split(' ');
    expect(new Set(words).size / words.length).toBeGreaterThan(0.97); // of three letters there are only 17 576
  });
});
