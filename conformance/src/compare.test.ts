import { describe, expect, it } from 'vitest';
import {
  absolute,
  compareExactly,
  compareNames,
  compareNumbers,
  compareWeights,
  expectNone,
  globalNorm,
  gradientTolerance,
  proportional,
  relative,
} from './compare.js';

describe('compareNumbers', () => {
  it('takes a number on the bound and refuses the next one', () => {
    expect(compareNumbers([1.5], [1], absolute(0.5))).toBeUndefined();
    expect(compareNumbers([1.5000001], [1], absolute(0.5))).toMatchObject({ tolerance: '0.5 absolute' });
  });

  it('finds the worst of several', () => {
    expect(compareNumbers([1, 2.5, 3.2], [1, 2, 3], absolute(0.1))).toEqual({
      found: '2.5 at 1',
      expected: '2, off by 0.5',
      tolerance: '0.1 absolute',
    });
  });

  it.each([
    [Number.NaN, 1],
    [1, Number.NaN],
    [Number.POSITIVE_INFINITY, 1],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  ])('takes %d for no neighbour of %d', (found, expected) => {
    expect(compareNumbers([found], [expected], absolute(1e9))).toBeDefined();
  });

  it('takes NaN where NaN is expected', () => {
    expect(compareNumbers([Number.NaN], [Number.NaN], absolute(0))).toBeUndefined();
  });

  it.each([[[1]], [[1, 2, 3]], [[]]])('refuses %j for two numbers', (found) => {
    expect(compareNumbers(found, [1, 2], absolute(10))).toMatchObject({ expected: '2 values' });
  });

  it('measures by the expected number, but for small ones by 1', () => {
    expect(compareNumbers([1009], [1000], relative(0.01))).toBeUndefined();
    expect(compareNumbers([0.009], [0], relative(0.01))).toBeUndefined();
    expect(compareNumbers([0.009], [0], proportional(0.01))).toBeDefined();
    expect(compareNumbers([0], [0], proportional(0))).toBeUndefined();
  });
});

describe('gradientTolerance', () => {
  it('adds a share of the largest element and one of the global norm', () => {
    const { of } = gradientTolerance({ expected: [1, -4], globalNorm: 50, ofLargest: 0.1, ofGlobalNorm: 0.01 });
    expect(of(0)).toBeCloseTo(0.9, 12); // 0.1 · 4 + 0.01 · 50
  });

  it('leaves room for rounding where the true gradient is zero', () => {
    const tolerance = gradientTolerance({ expected: [0, 0], globalNorm: 10, ofLargest: 1e-4, ofGlobalNorm: 1e-6 });
    expect(compareNumbers([0, 9e-6], [0, 0], tolerance)).toBeUndefined();
    expect(compareNumbers([0, 1.1e-5], [0, 0], tolerance)).toBeDefined();
  });
});

describe('compareWeights', () => {
  const rule = { bound: 0.1, share: 0.01, reach: 1, loose: false };
  const off = (count: number, size: number, by: number) => Array.from({ length: size }, (_, i) => (i < count ? by : 0));
  const zeros = (size: number) => new Array<number>(size).fill(0);

  it('lets one element of a small tensor be off, not two', () => {
    expect(compareWeights(off(1, 5, 0.5), zeros(5), rule)).toBeUndefined();
    expect(compareWeights(off(2, 5, 0.5), zeros(5), rule)).toBeDefined();
  });

  it('lets its share of a large tensor be off', () => {
    expect(compareWeights(off(3, 300, 0.5), zeros(300), rule)).toBeUndefined();
    expect(compareWeights(off(4, 300, 0.5), zeros(300), rule)).toMatchObject({ expected: '3 at most' });
  });

  it('lets none be off by more than the steps reach', () => {
    expect(compareWeights(off(1, 300, 1.5), zeros(300), rule)).toBeDefined();
    expect(compareWeights(off(1, 300, 1.5), zeros(300), { ...rule, loose: true })).toBeDefined();
  });

  it('lets all of a loose tensor be off within that', () => {
    expect(compareWeights(off(5, 5, 0.9), zeros(5), { ...rule, loose: true })).toBeUndefined();
  });

  it('does not take NaN for a weight', () => {
    expect(compareWeights([Number.NaN], [0], { ...rule, loose: true })).toBeDefined();
  });
});

describe('compareExactly', () => {
  it('says where lists differ', () => {
    expect(compareExactly([[1, 2], [3]], [[1, 2], [4]])).toEqual({ found: '3 at 0 at 1', expected: '4' });
  });

  it('takes a typed array for the list of its numbers', () => {
    expect(compareExactly(Int32Array.of(1, 2), [1, 2])).toBeUndefined();
  });

  it.each([
    [[1], [1, 2]],
    [null, undefined],
    ['1', 1],
    [[], undefined],
  ])('tells %j from %j', (found, expected) => {
    expect(compareExactly(found, expected)).toBeDefined();
  });
});

describe('compareNames', () => {
  it('takes any order', () => {
    expect(compareNames(['a', 'b'], ['b', 'a'])).toBeUndefined();
  });

  it('says what is there besides, and what is missing', () => {
    expect(compareNames(['a', 'b'], ['b', 'c'])).toEqual({ found: 'besides: a', expected: 'but missing: c' });
    expect(compareNames([], ['c'])?.found).toBe('besides: nothing');
  });
});

it('names what should not be there', () => {
  expect(expectNone([])).toBeUndefined();
  expect(expectNone(['a', 'b'])?.found).toBe('a, b');
});

it('has the norm of all tensors together', () => {
  expect(globalNorm([[3], [0, -4]])).toBe(5);
});
