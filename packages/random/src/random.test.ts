import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from './random.js';

const draws = (random: Random, count = 20) => Array.from({ length: count }, () => random.uint32());

describe('Random', () => {
  it('follows xoshiro128** from a given state', () => {
    // First outputs of the authors' C code from the state 1, 2, 3, 4: rotl(2 * 5, 7) * 9 = 11520, then 0, 5927040.
    expect(draws(Random.from([1, 2, 3, 4]), 3)).toEqual([11520, 0, 5927040]);
  });

  it('gives the same numbers for the same seed and stream, and others for any other', () => {
    expect(draws(new Random(7, 'mask', 3))).toEqual(draws(new Random(7, 'mask', 3)));
    const names = [
      [],
      ['mask'],
      ['mask', 3],
      ['mask', '3'],
      ['mas', 'k'],
      ['ab', 'c'],
      ['a', 'bc'],
      [2 ** 40],
    ] as const;
    const first = [...names.map((name) => new Random(7, ...name)), new Random(8), new Random(7 + 2 ** 33)];
    expect(new Set(first.map((random) => draws(random, 2).join())).size).toBe(first.length);
  });

  it('goes on from a saved state', () => {
    const random = new Random(1);
    draws(random);
    const { state } = random;
    const rest = draws(random);
    expect(draws(Random.from(state))).toEqual(rest);
  });

  it('draws below n without favouring any number', () => {
    const random = new Random(3);
    const counts = new Array<number>(7).fill(0);
    for (let i = 0; i < 70_000; i++) counts[random.below(7)]! += 1;
    // Binomial: mean 10 000, standard deviation 93; five of them either way.
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(465);
  });

  it('draws normal numbers with mean 0, variance 1 and normal tails', () => {
    const random = new Random(4);
    const values = Array.from({ length: 100_000 }, () => random.normal());
    const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
    const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
    const beyondTwo = values.filter((x) => Math.abs(x) > 2).length / values.length;
    expect(Math.abs(mean)).toBeLessThan(0.016); // five standard errors of 1/√100000
    expect(Math.abs(variance - 1)).toBeLessThan(0.023);
    expect(Math.abs(beyondTwo - 0.0455)).toBeLessThan(0.0033);
  });

  it('shuffles to a permutation', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200 }), fc.integer(), (count, seed) => {
        const permutation = new Random(seed, 'p').permutation(count);
        expect([...permutation].sort((x, y) => x - y)).toEqual(Array.from({ length: count }, (_, i) => i));
      }),
    );
  });

  it.each([0, 0.1, 0.5, 0.9, 255 / 256, 1])('fills bytes with 1 at probability %d', (probability) => {
    const bytes = new Random(5).fillBernoulli(new Uint8Array(400_001).fill(9), probability);
    const ones = bytes.reduce((sum, byte) => sum + byte, 0) / bytes.length;
    expect(new Set(bytes).size).toBe(probability === 0 || probability === 1 ? 1 : 2);
    expect(Math.abs(ones - probability)).toBeLessThanOrEqual(
      5 * Math.sqrt((probability * (1 - probability)) / bytes.length),
    );
  });

  it('refuses seeds and probabilities that mean nothing', () => {
    expect(() => new Random(0.5)).toThrow(/seed is 0.5/);
    expect(() => new Random(1).below(0)).toThrow(/below\(0\)/);
    expect(() => new Random(1).fillBernoulli(new Uint8Array(1), 1.5)).toThrow(/1.5/);
  });
});
