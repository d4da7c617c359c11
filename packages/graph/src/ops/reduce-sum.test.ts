import { describe, expect, it } from 'vitest';
import { evaluate } from '../evaluate.js';
import { gradientError, samples } from '../finite-differences.js';
import { constant, input } from '../tensor.js';
import { reduceSum } from './reduce-sum.js';

describe('reduceSum', () => {
  it('sums over an axis, or over several', () => {
    const x = constant([1, 2, 3, 4, 5, 6], [2, 3]);
    expect([...evaluate(reduceSum(x, { axes: [0] }))]).toEqual([5, 7, 9]);
    expect([...evaluate(reduceSum(x, { axes: [1] }))]).toEqual([6, 15]);
    expect([...evaluate(reduceSum(x, { axes: [0, 1] }))]).toEqual([21]);
    expect(reduceSum(x, { axes: [0, 1] }).shape).toEqual([]);
  });

  it('keeps the axes with size 1 if asked to', () => {
    expect(reduceSum(input('x', 'float32', ['batch', 3]), { axes: [1], keepDims: true }).shape).toEqual(['batch', 1]);
    expect(reduceSum(input('x', 'float32', [2, 3]), { axes: [0], keepDims: true }).shape).toEqual([1, 3]);
  });

  it('sums nothing to 0, and a single number to itself', () => {
    expect([...evaluate(reduceSum(constant([], [0, 2]), { axes: [0] }))]).toEqual([0, 0]);
    expect([...evaluate(reduceSum(constant([], [2, 0]), { axes: [0] }))]).toEqual([]);
    expect([...evaluate(reduceSum(constant([7], [])))]).toEqual([7]);
  });

  it('refuses axes from the end, axes named twice, and none', () => {
    const x = input('x', 'float32', [2, 3]);
    const advice = 'name one or more of its axes, each once, from 0.';
    expect(() => reduceSum(x, { axes: [-1] })).toThrow(`[2, 3] cannot be reduced over axes [-1]: ${advice}`);
    expect(() => reduceSum(x, { axes: [2] })).toThrow('over axes [2]');
    expect(() => reduceSum(x, { axes: [0, 0] })).toThrow('over axes [0, 0]');
    expect(() => reduceSum(x)).toThrow('over axes []');
  });

  it.each([
    [[1], [0]],
    [[2, 3], [0]],
    [[2, 3], [1]],
    [
      [2, 3, 2],
      [0, 2],
    ],
  ])('has the gradient that central differences give, %j over %j', (shape, axes) => {
    for (const keepDims of [false, true]) {
      expect(gradientError((x) => reduceSum(x!, { axes, keepDims }), [samples(shape)])).toBeLessThan(1e-8);
    }
  });
});
