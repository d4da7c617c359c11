import { describe, expect, it } from 'vitest';
import { evaluate } from '../evaluate.js';
import { constant, input } from '../tensor.js';
import { greater } from './greater.js';

describe('greater', () => {
  it('is true where the first is larger, not where both are the same', () => {
    const y = greater(constant([1, 2, 3], [3]), constant([2], []));
    expect(y.dtype).toBe('bool');
    expect([...evaluate(y)]).toEqual([0, 0, 1]);
    expect([...evaluate(greater(constant([0], [1, 1]), constant([-1, 1], [2, 1])))]).toEqual([1, 0]);
    expect([...evaluate(greater(constant([], [0]), constant([2], [])))]).toEqual([]);
  });

  it('refuses shapes that do not broadcast', () => {
    const x = input('x', 'float32', [2]);
    expect(() => greater(x, input('y', 'float32', [3]))).toThrow('[2] and [3] do not broadcast: 2 is not 3.');
  });
});
