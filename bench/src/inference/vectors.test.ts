import { describe, expect, it } from 'vitest';
import { compareVectors } from './vectors.js';

const vectors = (dimension: number, ...values: number[]) => ({ dimension, values: Float32Array.from(values) });

describe('compareVectors', () => {
  it('finds the worst pair', () => {
    const { leastCosine, largestDifference } = compareVectors(vectors(2, 1, 0, 3, 4), vectors(2, 2, 0, 4, 3));
    expect(leastCosine).toBeCloseTo(24 / 25, 12); // (3, 4) · (4, 3) = 24, lengths 5 and 5
    expect(largestDifference).toBe(1);
  });

  it('finds equal vectors equal', () => {
    const same = vectors(3, 1, 2, 3, -1, 0, 1);
    expect(compareVectors(same, same).leastCosine).toBeCloseTo(1, 12);
    expect(compareVectors(same, same).largestDifference).toBe(0);
  });

  it('lets no number that is not finite pass for near', () => {
    const { leastCosine, largestDifference } = compareVectors(vectors(1, 1), vectors(1, Number.NaN));
    expect(leastCosine).toBeNaN();
    expect(largestDifference).toBeNaN();
  });

  it.each([
    [vectors(2, 1, 2), vectors(1, 1, 2)],
    [vectors(2, 1, 2), vectors(2, 1, 2, 3, 4)],
  ])('refuses vectors of other sizes: %j', (reference, other) => {
    expect(() => compareVectors(reference, other)).toThrow(RangeError);
  });
});
