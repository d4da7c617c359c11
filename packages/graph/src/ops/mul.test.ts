import { describe, expect, it } from 'vitest';
import { evaluate } from '../evaluate.js';
import { gradientError, samples } from '../finite-differences.js';
import { constant, input } from '../tensor.js';
import { mul } from './mul.js';

describe('mul', () => {
  it('multiplies element by element, and repeats what is shorter', () => {
    expect([...evaluate(mul(constant([1, 2, 3, 4], [2, 2]), constant([10, 20], [2])))]).toEqual([10, 40, 30, 80]);
    expect([...evaluate(mul(constant([2], []), constant([3, 4], [2])))]).toEqual([6, 8]);
    expect([...evaluate(mul(constant([], [2, 0]), constant([1, 2], [2, 1])))]).toEqual([]);
  });

  it('refuses shapes that do not broadcast', () => {
    const x = input('x', 'float32', ['batch']);
    expect(() => mul(x, input('y', 'float32', [3]))).toThrow('[batch] and [3] do not broadcast: batch is not 3.');
  });

  it.each([
    [
      [2, 3],
      [2, 3],
    ],
    [[2, 3], [1]],
    [
      [2, 1, 3],
      [4, 1],
    ],
    [[], [3]],
  ])('has the gradient that central differences give, %j · %j', (a, b) => {
    expect(gradientError(mul, [samples(a), samples(b, { seed: 2 })])).toBeLessThan(1e-8);
  });

  it('has the gradient of a square where both factors are one tensor', () => {
    expect(gradientError((x) => mul(x!, x!), [samples([3])])).toBeLessThan(1e-8);
  });
});
