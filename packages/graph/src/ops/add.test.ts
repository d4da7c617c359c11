import { describe, expect, it } from 'vitest';
import { evaluate } from '../evaluate.js';
import { gradientError, samples } from '../finite-differences.js';
import { constant, input } from '../tensor.js';
import { add } from './add.js';

describe('add', () => {
  it('adds element by element, and repeats what is shorter', () => {
    expect([...evaluate(add(constant([1, 2, 3, 4], [2, 2]), constant([10, 20], [2])))]).toEqual([11, 22, 13, 24]);
    expect([...evaluate(add(constant([1, 2], [2, 1]), constant([10, 20], [1, 2])))]).toEqual([11, 21, 12, 22]);
  });

  it('takes tensors without elements, without axes and with named sizes', () => {
    expect([...evaluate(add(constant([], [0, 2]), constant([1, 2], [2])))]).toEqual([]);
    expect([...evaluate(add(constant([1], []), constant([2], [])))]).toEqual([3]);
    expect(add(input('x', 'float32', ['batch', 3]), constant([1, 2, 3], [3])).shape).toEqual(['batch', 3]);
  });

  it('refuses shapes that do not broadcast', () => {
    const x = input('x', 'float32', [2, 3]);
    expect(() => add(x, input('y', 'float32', [2]))).toThrow('[2, 3] and [2] do not broadcast: 3 is not 2.');
  });

  it.each([
    [
      [2, 3],
      [2, 3],
    ],
    [[2, 3], [3]],
    [
      [2, 1],
      [1, 3],
    ],
    [[], [2, 2]],
  ])('has the gradient that central differences give, %j + %j', (a, b) => {
    expect(gradientError(add, [samples(a), samples(b, { seed: 2 })])).toBeLessThan(1e-8);
  });

  it('has the gradient of both factors where a tensor is added to itself', () => {
    expect(gradientError((x) => add(x!, x!), [samples([3])])).toBeLessThan(1e-8);
  });
});
