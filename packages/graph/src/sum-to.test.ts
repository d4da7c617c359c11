import { describe, expect, it } from 'vitest';
import { evaluate } from './evaluate.js';
import { sumTo } from './sum-to.js';
import { constant } from './tensor.js';

const gradient = constant([1, 2, 3, 4, 5, 6], [2, 3]);

describe('sumTo', () => {
  it.each([
    { shape: [3], values: [5, 7, 9] },
    { shape: [1, 3], values: [5, 7, 9] },
    { shape: [2, 1], values: [6, 15] },
    { shape: [1], values: [21] },
    { shape: [], values: [21] },
  ])('sums [2, 3] to $shape', ({ shape, values }) => {
    const sum = sumTo(gradient, shape);
    expect(sum.shape).toEqual(shape);
    expect([...evaluate(sum)]).toEqual(values);
  });

  it('leaves alone what has the shape already', () => {
    expect(sumTo(gradient, [2, 3])).toBe(gradient);
  });

  it('takes away leading axes of size 1, and sums over axes without elements', () => {
    expect([...evaluate(sumTo(constant([1, 2], [1, 2]), [2]))]).toEqual([1, 2]);
    expect([...evaluate(sumTo(constant([], [0, 2]), [2]))]).toEqual([0, 0]);
  });
});
