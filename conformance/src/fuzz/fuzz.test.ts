import { Random } from '@bertkit/random';
import { describe, expect, it } from 'vitest';
import { fuzz } from './fuzz.js';
import { type FuzzKind, fuzzKinds } from './kinds.js';

/** What `load` does to the good files of a kind that has one byte. */
function outcome(load: FuzzKind['load']) {
  return fuzz('x', { good: { x: new Uint8Array(1) }, mutate: () => ({}), load }, { seed: 1, from: 1, to: 2 });
}

const problemsOf = async (load: FuzzKind['load']) => (await outcome(load)).failures.map(({ problem }) => problem);

describe('spoilt files', () => {
  it.each([...fuzzKinds()])('of the kind %s load soundly or are refused with a code', async (name, kind) => {
    const { loaded, refused, failures } = await fuzz(name, kind, { seed: 1, to: 200 });
    expect(failures).toEqual([]);
    // Neither all: faults that are never found, or never come past the first check, would test nothing.
    expect(loaded).toBeGreaterThan(1);
    expect([...refused.values()].reduce((sum, count) => sum + count, 0)).toBe(200 - loaded);
    expect(refused.size).toBeGreaterThan(0);
  });

  it.each([...fuzzKinds()])('of the kind %s are the same whenever they are made', (name, kind) => {
    const spoil = (index: number) => kind.mutate(new Random(1, 'fuzz', name, index));
    for (let index = 1; index < 20; index++) expect(spoil(index)).toEqual(spoil(index));
    expect(spoil(1)).not.toEqual(spoil(2));
  });
});

describe('fuzz', () => {
  it('takes an error with a code of ours for right, and counts it', async () => {
    const refusal = Object.assign(new Error('No.'), { code: 'BERTKIT_X' });
    const { failures, refused } = await outcome(() => Promise.reject(refusal));
    expect({ failures, refused: [...refused] }).toEqual({ failures: [], refused: [['BERTKIT_X', 1]] });
  });

  it.each<[string, () => unknown, RegExp]>([
    ['an error without a code', () => new TypeError('x is undefined.'), /^It ended with TypeError: x is undefined \(/],
    [
      'an error with a code of others',
      () => Object.assign(new Error('No.'), { code: 'ENOENT' }),
      /^It ended with Error: No/,
    ],
    ['what is no error', () => 'no', /^It ended with string: no/],
    ['nothing', () => undefined, /^It ended with Error: It threw nothing/],
  ])('finds %s', async (_, thrown, message) => {
    expect(await problemsOf(() => Promise.reject(thrown()))).toEqual([expect.stringMatching(message)]);
  });

  it('finds a read beyond the end, also by a reader that hides it', async () => {
    const load: FuzzKind['load'] = async (files) => {
      await files.read('x', { start: 0, end: 2 ** 40 }).catch(() => {});
    };
    expect(await problemsOf(load)).toEqual(['It asked for the bytes [0, 1099511627776) of x, which has 1.']);
  });

  it('finds memory taken', async () => {
    let kept: unknown;
    const load: FuzzKind['load'] = async () => {
      kept = new Float32Array(2 ** 25).fill(1);
    };
    expect(await problemsOf(load)).toEqual([expect.stringMatching(/^It took 12\d MB of memory/)]);
    expect(kept).toBeDefined();
  });

  it('finds good files that are refused', async () => {
    const kind = {
      good: {},
      mutate: () => ({}),
      load: () => Promise.reject(Object.assign(new Error(), { code: 'BERTKIT_X' })),
    };
    const { failures } = await fuzz('x', kind, { seed: 1, to: 1 });
    expect(failures).toEqual([{ index: 0, problem: 'The good files are refused: BERTKIT_X.' }]);
  });
});
