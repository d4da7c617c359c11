import { describe, expect, it } from 'vitest';
import { evaluate } from '../evaluate.js';
import { constant, input } from '../tensor.js';
import { maximum } from './maximum.js';

describe('maximum', () => {
  it('gives the larger of each two, in their type', () => {
    const y = maximum(constant([-100, 0, 3], [3], 'int32'), constant([0], [], 'int32'));
    expect(y.dtype).toBe('int32');
    expect([...evaluate(y)]).toEqual([0, 0, 3]);
    expect([...evaluate(maximum(constant([], [0]), constant([2], [])))]).toEqual([]);
  });

  it('refuses shapes that do not broadcast', () => {
    const x = input('x', 'int32', [2]);
    expect(() => maximum(x, input('y', 'int32', [3]))).toThrow('[2] and [3] do not broadcast: 2 is not 3.');
  });
});
