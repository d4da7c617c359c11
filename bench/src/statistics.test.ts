import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { median, pairedRatio, summarize } from './statistics.js';

const finite = fc.double({ noNaN: true, min: -1e9, max: 1e9 });

describe('median', () => {
  it('is the value in the middle, or halfway between the two', () => {
    expect(median([7])).toBe(7);
    expect(median([10, 9, 1])).toBe(9); // by number, not by digit
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(() => median([])).toThrow(RangeError);
  });

  it('has as many values at or below it as at or above', () => {
    fc.assert(
      fc.property(fc.array(finite, { minLength: 1 }), (values) => {
        const middle = median(values);
        const half = values.length / 2;
        expect(values.filter((value) => value <= middle).length).toBeGreaterThanOrEqual(Math.floor(half));
        expect(values.filter((value) => value >= middle).length).toBeGreaterThanOrEqual(Math.floor(half));
      }),
    );
  });
});

describe('summarize', () => {
  it('keeps median and range', () => {
    expect(summarize('a', 's', [3, 1, 2])).toEqual({ name: 'a', unit: 's', median: 2, min: 1, max: 3 });
  });
});

describe('pairedRatio', () => {
  it('compares within rounds, so that a slow round does not count twice', () => {
    // Rounds: 2/1, 8/4, 10/2. The ratio of the medians would be 8/2.
    expect(pairedRatio([2, 8, 10], [1, 4, 2])).toBe(2);
  });

  it('refuses values that are not of the same rounds', () => {
    expect(() => pairedRatio([1, 2], [1])).toThrow(/2 values cannot be paired with 1/);
  });
});
