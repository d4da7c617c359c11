import { describe, expect, it } from 'vitest';
import { evaluate } from '../evaluate.js';
import { gradientError, samples } from '../finite-differences.js';
import { constant, input } from '../tensor.js';
import { matMul } from './mat-mul.js';

describe('matMul', () => {
  it('multiplies matrices', () => {
    const a = constant([1, 2, 3, 4, 5, 6], [2, 3]);
    const b = constant([1, 0, 0, 1, 1, 1], [3, 2]);
    expect([...evaluate(matMul(a, b))]).toEqual([4, 5, 10, 11]); // 1 + 3, 2 + 3; 4 + 6, 5 + 6
    expect([...evaluate(matMul(constant([3], [1, 1]), constant([4], [1, 1])))]).toEqual([12]);
  });

  it('repeats over the axes before the last two', () => {
    const batch = constant([1, 2, 3, 4], [2, 1, 2]);
    expect([...evaluate(matMul(batch, constant([1, 10], [2, 1])))]).toEqual([21, 43]);
    const y = matMul(input('x', 'float32', ['batch', 1, 2, 3]), input('y', 'float32', [4, 3, 5]));
    expect(y.shape).toEqual(['batch', 4, 2, 5]);
  });

  it('takes no rows, and sums over nothing to 0', () => {
    expect([...evaluate(matMul(constant([], [0, 2]), constant([1, 2], [2, 1])))]).toEqual([]);
    expect([...evaluate(matMul(constant([], [1, 0]), constant([], [0, 2])))]).toEqual([0, 0]);
  });

  it('refuses other inner sizes, and vectors', () => {
    const x = input('x', 'float32', [2, 3]);
    expect(() => matMul(x, input('y', 'float32', [2, 3]))).toThrow(
      'MatMul of [2, 3] and [2, 3]: the inner sizes differ.',
    );
    expect(() => matMul(x, input('y', 'float32', [3]))).toThrow('MatMul of [2, 3] and [3]');
    expect(() => matMul(input('x', 'float32', [2, 1, 3]), input('y', 'float32', [3, 3, 1]))).toThrow(
      '[2] and [3] do not broadcast: 2 is not 3.',
    );
  });

  it.each([
    [
      [1, 1],
      [1, 1],
    ],
    [
      [2, 3],
      [3, 4],
    ],
    [
      [2, 2, 3],
      [2, 3, 2],
    ],
    [
      [2, 2, 3],
      [3, 2],
    ],
    [
      [2, 1, 2, 3],
      [3, 3, 1],
    ],
  ])('has the gradient that central differences give, %j · %j', (a, b) => {
    expect(gradientError(matMul, [samples(a), samples(b, { seed: 2 })])).toBeLessThan(1e-8);
  });
});
