import { describe, expect, it } from 'vitest';
import { evaluate } from '../evaluate.js';
import { gradientError, samples } from '../finite-differences.js';
import { constant } from '../tensor.js';
import { softmax } from './softmax.js';

describe('softmax', () => {
  it('makes each row positive, with sum 1', () => {
    const y = evaluate(softmax(constant([0, Math.log(3), 5, 5], [2, 2])));
    expect([...y]).toEqual([expect.closeTo(0.25, 14), expect.closeTo(0.75, 14), 0.5, 0.5]);
  });

  it('gives a masked position no weight and no NaN, and a row of masks equal weights', () => {
    expect([...evaluate(softmax(constant([0, 0, -3.4e38], [1, 3])))]).toEqual([0.5, 0.5, 0]);
    expect([...evaluate(softmax(constant([-3.4e38, -3.4e38], [1, 2])))]).toEqual([0.5, 0.5]);
    expect([...evaluate(softmax(constant([1e30, 0], [1, 2])))]).toEqual([1, 0]);
  });

  it('takes a single column and no rows, but not a single number', () => {
    expect([...evaluate(softmax(constant([7, -7], [2, 1])))]).toEqual([1, 1]);
    expect([...evaluate(softmax(constant([], [0, 3])))]).toEqual([]);
    expect(() => softmax(constant([1], []))).toThrow('Softmax of a single number: it needs an axis.');
  });

  it.each([[[1]], [[4]], [[2, 3]], [[2, 1, 5]]])('has the gradient that central differences give, %j', (shape) => {
    expect(gradientError(softmax, [samples(shape)])).toBeLessThan(1e-8);
  });
});
