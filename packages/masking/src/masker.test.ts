import { Random } from '@bertkit/random';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMasker, type SpecialTokens } from './masker.js';

const [padId, unkId, clsId, sepId, maskId] = [0, 1, 2, 3, 4] as const;
const vocabulary: SpecialTokens = { padId, clsId, sepId, maskId, vocabularySize: 50, specialIds: [0, 1, 2, 3, 4] };

/** [CLS], ordinary tokens, [SEP]. */
const instance = (length: number) =>
  Int32Array.from({ length }, (_, i) => (i === 0 ? clsId : i === length - 1 ? sepId : 5 + (i % 45)));

function mask(ids: Int32Array, { maxPredictions = 100, maskProbability = 0.15, seed = 1 } = {}) {
  const [positions, labels, masked] = [new Int32Array(maxPredictions), new Int32Array(maxPredictions), ids.slice()];
  const count = createMasker(vocabulary, { maxPredictions, maskProbability })(
    masked,
    new Random(seed),
    positions,
    labels,
  );
  return { masked, count, positions: positions.slice(0, count), labels: labels.slice(0, count) };
}

describe('createMasker', () => {
  it.each([
    [3, 1], // 0.45: at least one
    [10, 2], // 1.5: the even neighbour
    [30, 4], // 4.5: the even neighbour
    [50, 8], // 7.5: the even neighbour
    [128, 19], // 19.2
  ])('chooses of %i tokens %i', (length, count) => {
    expect(mask(instance(length)).count).toBe(count);
  });

  it('chooses no more than asked, nor than there are', () => {
    expect(mask(instance(100), { maxPredictions: 3 }).count).toBe(3);
    expect(mask(instance(6), { maskProbability: 1 }).count).toBe(4);
    expect(mask(Int32Array.of(clsId, unkId, sepId, unkId, sepId)).count).toBe(0);
  });

  it('chooses no special token, and keeps the labels of what it chose', () => {
    const tokens = fc.array(fc.integer({ min: 0, max: 49 }), { minLength: 3, maxLength: 60 });
    fc.assert(
      fc.property(tokens, fc.integer(), fc.double({ min: 0, max: 1, noNaN: true }), (tokens, seed, maskProbability) => {
        const ids = Int32Array.from(tokens);
        const { masked, positions, labels } = mask(ids, { seed, maskProbability });
        expect([...positions]).toEqual([...new Set(positions)].sort((x, y) => x - y));
        expect([...labels]).toEqual(Array.from(positions, (position) => ids[position]));
        for (const label of labels) expect(label).toBeGreaterThan(4);
        for (const [i, id] of masked.entries()) {
          if (!positions.includes(i)) expect(id).toBe(ids[i]);
          else if (id !== maskId) expect(id).toBeGreaterThan(4); // no special token is put in
        }
      }),
    );
  });

  it('puts [MASK] in 80 %, a random token in 10 %, and leaves 10 %', () => {
    const counts = { mask: 0, random: 0, same: 0 };
    const ids = instance(1002);
    const { masked, positions, count } = mask(ids, { maxPredictions: 1000, maskProbability: 1 });
    expect(count).toBe(1000);
    for (const position of positions) {
      counts[masked[position] === maskId ? 'mask' : masked[position] === ids[position] ? 'same' : 'random'] += 1;
    }
    // Five standard deviations; one random token in 45 is the same by chance: 100 ± 47 and so on.
    expect(Math.abs(counts.mask - 800)).toBeLessThan(64);
    expect(Math.abs(counts.random - 97.8)).toBeLessThan(47);
    expect(Math.abs(counts.same - 102.2)).toBeLessThan(48);
  });

  it('chooses every place, and puts in every ordinary token, about equally often', () => {
    const places = new Array<number>(12).fill(0);
    const tokens = new Array<number>(50).fill(0);
    const ids = instance(12);
    for (let seed = 0; seed < 40_000; seed++) {
      const { masked, positions } = mask(ids, { seed, maxPredictions: 2 });
      for (const position of positions) {
        places[position]! += 1;
        if (masked[position] !== ids[position]) tokens[masked[position]!]! += 1;
      }
    }
    // 80 000 choices of 10 places: 8000, standard deviation 80. 8000 random tokens of 45: 178, deviation 13.
    expect([places[0], places[11]]).toEqual([0, 0]);
    for (const count of places.slice(1, -1)) expect(Math.abs(count - 8000)).toBeLessThan(400);
    for (const count of tokens.slice(5)) expect(Math.abs(count - 176)).toBeLessThan(66);
  });

  it('refuses ids outside the vocabulary, and one without ordinary tokens', () => {
    expect(() => createMasker({ ...vocabulary, maskId: 50 }, { maxPredictions: 1 })).toThrow(/maskId is 50/);
    expect(() => createMasker({ ...vocabulary, specialIds: [-1] }, { maxPredictions: 1 })).toThrow(/-1/);
    expect(() => createMasker({ ...vocabulary, vocabularySize: 5 }, { maxPredictions: 1 })).toThrow(/not special/);
    expect(() => createMasker(vocabulary, { maxPredictions: 0 })).toThrow(/maxPredictions/);
    expect(() => createMasker(vocabulary, { maxPredictions: 1, maskProbability: 2 })).toThrow(/maskProbability/);
  });
});
