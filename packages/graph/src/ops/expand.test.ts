import { describe, expect, it } from 'vitest';
import { evaluate } from '../evaluate.js';
import { gradientError, samples } from '../finite-differences.js';
import { constant, input } from '../tensor.js';
import { expand } from './expand.js';

describe('expand', () => {
  it('repeats along new axes and along those of size 1', () => {
    expect([...evaluate(expand(constant([1, 2], [2]), [2, 2]))]).toEqual([1, 2, 1, 2]);
    expect([...evaluate(expand(constant([1, 2], [2, 1]), [2, 2]))]).toEqual([1, 1, 2, 2]);
    expect([...evaluate(expand(constant([3], []), [1, 2]))]).toEqual([3, 3]);
    expect([...evaluate(expand(constant([3], []), []))]).toEqual([3]);
    expect([...evaluate(expand(constant([1, 2], [2]), [0, 2]))]).toEqual([]);
  });

  it('refuses a shape that does not fit', () => {
    const x = input('x', 'float32', [2]);
    expect(() => expand(x, [2, 3])).toThrow('[2] and [2, 3] do not broadcast: 2 is not 3.');
  });

  it.each([
    [[], [2, 3]],
    [[3], [2, 3]],
    [
      [2, 1],
      [2, 3],
    ],
    [
      [1, 3, 1],
      [2, 3, 2],
    ],
  ])('has the gradient that central differences give, %j to %j', (from, to) => {
    expect(gradientError((x) => expand(x!, to), [samples(from)])).toBeLessThan(1e-8);
  });
});
