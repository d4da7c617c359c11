import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { slowOverflow, slowTruncatedLengths } from './slow-truncation.js';

describe('slowTruncatedLengths', () => {
  it.each([
    // lengths, room, left
    [[5], 5, [5]],
    [[5], 3, [3]],
    [[5], 0, [5]], // it would lose all
    [[3, 4], 7, [3, 4]],
    [[3, 9], 8, [3, 5]], // the longer one alone is cut
    [[9, 6], 7, [4, 3]], // the odd one stays with the first text
    [[6, 9], 7, [4, 3]],
    [[6, 6], 7, [4, 3]],
    [[1, 9], 1, [1, 0]],
    [[4, 4], 0, [0, 0]],
    [[1, 2], -2, [0, 0]], // not even the special tokens have room
  ])('cuts the longest first: %j to %i in all', (lengths, room, left) => {
    expect(slowTruncatedLengths(lengths, room, 'longestFirst')).toEqual(left);
  });

  it('cuts one text only if asked, and leaves it whole where it is too short or missing', () => {
    expect(slowTruncatedLengths([9, 3], 8, 'onlyFirst')).toEqual([5, 3]);
    expect(slowTruncatedLengths([3, 9], 8, 'onlySecond')).toEqual([3, 5]);
    expect(slowTruncatedLengths([3, 9], 9, 'onlyFirst')).toEqual([3, 9]);
    expect(slowTruncatedLengths([9], 8, 'onlySecond')).toEqual([9]);
  });

  it('fills the room with two texts, and cuts neither while the other is longer by more than one', () => {
    const length = fc.integer({ min: 0, max: 40 });
    fc.assert(
      fc.property(length, length, length, (first, second, room) => {
        const [a = -1, b = -1] = slowTruncatedLengths([first, second], room, 'longestFirst');
        expect(a + b).toBe(Math.min(room, first + second));
        if (a < first && b < second) expect(a - b).toBe(room % 2);
        if (a < first && b === second) expect(a).toBeGreaterThanOrEqual(b);
        if (b < second && a === first) expect(b).toBeGreaterThanOrEqual(a - 1);
      }),
    );
  });
});

describe('slowOverflow', () => {
  const options = { strategy: 'onlyFirst', stride: 0, direction: 'right' } as const;

  it('is what was cut off and as many tokens more as the stride says', () => {
    expect(slowOverflow([9], [5], options)).toEqual({ sequence: 0, from: 5, to: 9 });
    expect(slowOverflow([9], [5], { ...options, stride: 2 })).toEqual({ sequence: 0, from: 3, to: 9 });
    expect(slowOverflow([9], [5], { ...options, stride: 20 })).toEqual({ sequence: 0, from: 0, to: 9 });
    expect(slowOverflow([9], [5], { ...options, stride: 1, direction: 'left' })).toEqual({
      sequence: 0,
      from: 0,
      to: 5,
    });
    expect(slowOverflow([3, 9], [3, 5], { ...options, strategy: 'onlySecond' })).toEqual({
      sequence: 1,
      from: 5,
      to: 9,
    });
    expect(slowOverflow([9], [5], { ...options, strategy: 'longestFirst' })).toEqual({ sequence: 0, from: 5, to: 9 });
  });

  it('is nothing where nothing was cut', () => {
    expect(slowOverflow([5], [5], { ...options, stride: 2 })).toBeUndefined();
    expect(slowOverflow([5], [5], { ...options, strategy: 'onlySecond' })).toBeUndefined();
  });

  it('is refused for two texts of which the longest is cut first', () => {
    expect(() => slowOverflow([5, 5], [3, 3], { ...options, strategy: 'longestFirst' })).toThrow(
      /'longestFirst' gives no overflow of two texts/,
    );
  });
});
