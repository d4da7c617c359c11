import { describe, expect, it } from 'vitest';
import { evaluate } from '../evaluate.js';
import { constant, input } from '../tensor.js';
import { argMax } from './arg-max.js';

describe('argMax', () => {
  it('tells where the largest of each row stands', () => {
    expect([...evaluate(argMax(constant([1, 5, 3, -2, -3, -1], [2, 3])))]).toEqual([1, 2]);
    expect([...evaluate(argMax(constant([1, 2, 4, 3], [2, 1, 2])))]).toEqual([1, 0]);
    expect([...evaluate(argMax(constant([7, -7], [2, 1])))]).toEqual([0, 0]);
    expect([...evaluate(argMax(constant([], [0, 2])))]).toEqual([]);
  });

  it('takes the first of equals, or the last', () => {
    const mask = constant([0, 1, 1, 0, 0, 0, 0, 0], [2, 4]);
    expect([...evaluate(argMax(mask))]).toEqual([1, 0]);
    expect([...evaluate(argMax(mask, { selectLast: true }))]).toEqual([2, 3]);
  });

  it('gives int64 and drops the axis', () => {
    expect(argMax(input('x', 'float32', ['batch', 'sequence']))).toMatchObject({ shape: ['batch'], dtype: 'int64' });
  });

  it('refuses a single number and rows of nothing', () => {
    expect(() => argMax(constant([1], []))).toThrow('ArgMax of []: there is nothing along the last axis.');
    expect(() => argMax(constant([], [2, 0]))).toThrow('ArgMax of [2, 0]: there is nothing along the last axis.');
  });
});
