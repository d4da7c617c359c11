import { describe, expect, it } from 'vitest';
import { evaluate } from '../evaluate.js';
import { gradientError, samples } from '../finite-differences.js';
import { constant, input } from '../tensor.js';
import { swapLastAxes, transpose } from './transpose.js';

describe('transpose', () => {
  it('puts axis perm[i] of x at i', () => {
    expect([...evaluate(transpose(constant([1, 2, 3, 4, 5, 6], [2, 3]), [1, 0]))]).toEqual([1, 4, 2, 5, 3, 6]);
    const x = constant([1, 2, 3, 4, 5, 6], [1, 2, 3]);
    const y = transpose(x, [2, 0, 1]); // no order that is its own inverse
    expect(y.shape).toEqual([3, 1, 2]);
    expect([...evaluate(y)]).toEqual([1, 4, 2, 5, 3, 6]);
  });

  it('takes a single number, no elements and named sizes', () => {
    expect([...evaluate(transpose(constant([1], []), []))]).toEqual([1]);
    expect(transpose(constant([], [0, 2]), [1, 0]).shape).toEqual([2, 0]);
    expect(transpose(input('x', 'float32', ['batch', 2, 3]), [1, 2, 0]).shape).toEqual([2, 3, 'batch']);
  });

  it('refuses what is no order of the axes', () => {
    const x = input('x', 'float32', [2, 3]);
    expect(() => transpose(x, [0])).toThrow('The axes (0) are no order of those of [2, 3].');
    expect(() => transpose(x, [1, 1])).toThrow('The axes (1, 1) are no order');
    expect(() => transpose(x, [0, 2])).toThrow('The axes (0, 2) are no order');
  });

  it.each([
    [[3], [0]],
    [
      [2, 3],
      [1, 0],
    ],
    [
      [2, 3, 2],
      [2, 0, 1],
    ],
    [
      [1, 2, 2, 3],
      [0, 2, 1, 3],
    ],
  ])('has the gradient that central differences give, %j by %j', (shape, perm) => {
    expect(gradientError((x) => transpose(x!, perm), [samples(shape)])).toBeLessThan(1e-8);
  });
});

describe('swapLastAxes', () => {
  it('transposes each matrix', () => {
    const x = constant([1, 2, 3, 4, 5, 6, 7, 8], [2, 2, 2]);
    expect([...evaluate(swapLastAxes(x))]).toEqual([1, 3, 2, 4, 5, 7, 6, 8]);
  });

  it('gives back what it was made of, and nothing else', () => {
    const x = input('x', 'float32', [2, 3, 4]);
    expect(swapLastAxes(swapLastAxes(x))).toBe(x);
    expect(swapLastAxes(transpose(x, [1, 0, 2])).shape).toEqual([3, 4, 2]);
  });
});
