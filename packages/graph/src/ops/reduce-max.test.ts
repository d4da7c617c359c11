import { describe, expect, it } from 'vitest';
import { evaluate } from '../evaluate.js';
import { constant } from '../tensor.js';
import { reduceMax } from './reduce-max.js';

describe('reduceMax', () => {
  it('gives the largest over an axis, or over several', () => {
    const x = constant([1, -5, 3, -4, -2, -6], [2, 3]);
    expect([...evaluate(reduceMax(x, { axes: [1] }))]).toEqual([3, -2]);
    expect([...evaluate(reduceMax(x, { axes: [0] }))]).toEqual([1, -2, 3]);
    expect([...evaluate(reduceMax(x, { axes: [0, 1] }))]).toEqual([3]);
    expect(reduceMax(x, { axes: [1], keepDims: true }).shape).toEqual([2, 1]);
  });

  it('refuses axes that do not exist, or none', () => {
    const x = constant([1, 2], [2]);
    expect(() => reduceMax(x, { axes: [1] })).toThrow(
      '[2] cannot be reduced over axes [1]: name one or more of its axes, each once, from 0.',
    );
    expect(() => reduceMax(x)).toThrow('[2] cannot be reduced over axes []');
  });
});
