import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planBatches } from './batches.js';

describe('planBatches', () => {
  it('puts the longest first, and like lengths together', () => {
    // 2 × 9 and 5 × 4 tokens are at most 20; of equal lengths the first comes first.
    expect(planBatches([3, 9, 4, 8, 4], { maxTokens: 20 })).toEqual([
      [1, 3],
      [2, 4, 0],
    ]);
  });

  it('gives a sequence that is longer than a batch one of its own', () => {
    expect(planBatches([5, 30, 5], { maxTokens: 10 })).toEqual([[1], [0, 2]]);
  });

  it('plans nothing for nothing, and takes empty sequences', () => {
    expect(planBatches([])).toEqual([]);
    expect(planBatches([0, 0])).toEqual([[0, 1]]);
  });

  it('has every sequence once, in batches that are no larger than allowed with padding', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(60)), fc.integer({ min: 1, max: 100 }), (lengths, maxTokens) => {
        const batches = planBatches(lengths, { maxTokens });
        expect(batches.flat().sort((a, b) => a - b)).toEqual([...lengths.keys()]);
        for (const batch of batches) {
          const longest = Math.max(...batch.map((index) => lengths[index]!));
          expect(batch.length === 1 || batch.length * longest <= maxTokens).toBe(true);
        }
      }),
    );
  });
});
