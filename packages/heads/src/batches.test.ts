import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planBatches } from './batches.js';

describe('planBatches', () => {
  it('puts the longest first, and like lengths together', () => {
    // 2 × 90 and 3 × 40 tokens are at most 200; of equal lengths the first comes first.
    expect(planBatches([30, 90, 40, 80, 40], { maxTokens: 200 })).toEqual([
      [1, 3],
      [2, 4, 0],
    ]);
  });

  it('makes one more batch where padding would cost more', () => {
    expect(planBatches([10, 10, 80, 10])).toEqual([[2], [0, 1, 3]]);
    expect(planBatches([10, 10, 12, 10])).toEqual([[2, 0, 1, 3]]);
  });

  it('finds the cheapest way', () => {
    const cost = (longestFirst: readonly number[]) => 27 + longestFirst.length * (longestFirst[0] ?? 0);
    const cheapest = (sorted: readonly number[], maxTokens: number): number => {
      const costs = sorted.map((_, i) =>
        i === 0 || (i + 1) * sorted[0]! <= maxTokens
          ? cost(sorted.slice(0, i + 1)) + cheapest(sorted.slice(i + 1), maxTokens)
          : Number.POSITIVE_INFINITY,
      );
      return sorted.length === 0 ? 0 : Math.min(...costs);
    };
    fc.assert(
      fc.property(fc.array(fc.nat(60), { maxLength: 9 }), fc.integer({ min: 1, max: 300 }), (lengths, maxTokens) => {
        const planned = planBatches(lengths, { maxTokens }).map((batch) => batch.map((index) => lengths[index]!));
        const sorted = [...lengths].sort((a, b) => b - a);
        expect(planned.reduce((sum, batch) => sum + cost(batch), 0)).toBe(cheapest(sorted, maxTokens));
      }),
    );
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
