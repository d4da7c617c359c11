import { describe, expect, it } from 'vitest';
import { embedProgressLine, truncatedLine } from './embed-lines.js';

const progress = { done: 1000, total: 5000, tokenCount: 25_000, truncatedCount: 0 };

describe('embedProgressLine', () => {
  it('tells how far it is, how fast, and the time left where that is known', () => {
    expect(embedProgressLine(progress, 2)).toBe('1,000 of 5,000 texts  500 texts/s  12,500 tokens/s  8 s left');
    expect(embedProgressLine({ ...progress, total: undefined }, 2)).toBe('1,000 texts  500 texts/s  12,500 tokens/s');
  });
});

describe('truncatedLine', () => {
  it('tells how many texts were cut, if any were', () => {
    expect(truncatedLine(progress, 128)).toBeUndefined();
    expect(truncatedLine({ ...progress, truncatedCount: 2 }, 128)).toBe(
      '2 of 1,000 texts had more than 128 tokens and were cut.',
    );
    expect(truncatedLine({ ...progress, done: 1, truncatedCount: 1 }, 128)).toBe(
      '1 of 1 text had more than 128 tokens and was cut.',
    );
  });
});
