import { describe, expect, it } from 'vitest';
import { evaluate } from '../evaluate.js';
import { gradientError, samples } from '../finite-differences.js';
import { constant, input } from '../tensor.js';
import { sub } from './sub.js';

describe('sub', () => {
  it('subtracts element by element, and repeats what is shorter', () => {
    expect([...evaluate(sub(constant([1, 2, 3, 4], [2, 2]), constant([10, 20], [2])))]).toEqual([-9, -18, -7, -16]);
    expect([...evaluate(sub(constant([1], []), constant([2, 3], [2])))]).toEqual([-1, -2]);
    expect([...evaluate(sub(constant([], [0]), constant([1], [1])))]).toEqual([]);
  });

  it('refuses shapes that do not broadcast', () => {
    const x = input('x', 'float32', [2]);
    expect(() => sub(x, input('y', 'float32', [3]))).toThrow('[2] and [3] do not broadcast: 2 is not 3.');
  });

  it.each([
    [
      [2, 3],
      [2, 3],
    ],
    [[3], [2, 3]],
    [
      [3, 1],
      [1, 4],
    ],
    [[2, 2], []],
  ])('has the gradient that central differences give, %j - %j', (a, b) => {
    expect(gradientError(sub, [samples(a), samples(b, { seed: 2 })])).toBeLessThan(1e-8);
  });
});
