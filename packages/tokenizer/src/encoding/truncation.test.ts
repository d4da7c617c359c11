import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { truncatedLengths } from './truncation.js';

describe('truncatedLengths', () => {
  it.each([
    // lengths, room, left
    [[5], 5, [5]],
    [[5], 3, [3]],
    [[5], 0, [0]],
    [[3, 4], 7, [3, 4]],
    [[3, 9], 8, [3, 5]], // the longer one alone is cut
    [[9, 3], 8, [5, 3]],
    [[9, 6], 8, [4, 4]],
    [[9, 6], 7, [4, 3]], // the odd one stays with the longer text
    [[6, 9], 7, [3, 4]],
    [[6, 6], 7, [3, 4]], // and with the second one where both are as long
    [[0, 6], 7, [0, 6]],
    [[1, 9], 1, [0, 1]],
    [[4, 4], 0, [0, 0]],
  ])('cuts the longest first: %j to %i in all', (lengths, room, left) => {
    expect(truncatedLengths(lengths, room, 'longestFirst')).toEqual(left);
  });

  it('cuts one text only if asked', () => {
    expect(truncatedLengths([9, 3], 8, 'onlyFirst')).toEqual([5, 3]);
    expect(truncatedLengths([3, 9], 8, 'onlySecond')).toEqual([3, 5]);
    expect(truncatedLengths([3, 9], 12, 'onlyFirst')).toEqual([3, 9]);
    expect(truncatedLengths([9], 2, 'onlyFirst')).toEqual([2]);
  });

  it('refuses to cut a text that is missing, or all of one', () => {
    expect(() => truncatedLengths([9], 8, 'onlySecond')).toThrow(
      /'onlySecond' must cut 1 tokens, but there is no second/,
    );
    expect(() => truncatedLengths([3, 9], 9, 'onlyFirst')).toThrow(/must cut 3 tokens, but the first text has only 3/);
    expect(truncatedLengths([9], 9, 'onlySecond')).toEqual([9]); // nothing to cut
  });

  it('fills the room, and cuts neither text while the other is longer', () => {
    const length = fc.integer({ min: 0, max: 40 });
    fc.assert(
      fc.property(length, length, length, (first, second, room) => {
        const [a = -1, b = -1] = truncatedLengths([first, second], room, 'longestFirst');
        expect(a + b).toBe(Math.min(room, first + second));
        if (a < first && b < second && room > 0) expect(Math.abs(a - b)).toBeLessThanOrEqual(1);
        const odd = room % 2; // one of two texts cut to an odd room is longer by a token, and may then be whole
        if (a < first && b === second) expect(a).toBeGreaterThanOrEqual(b - odd);
        if (b < second && a === first) expect(b).toBeGreaterThanOrEqual(a - odd);
      }),
    );
  });
});
