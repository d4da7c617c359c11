import { describe, expect, it } from 'vitest';
import { evaluate } from '../evaluate.js';
import { constant, input } from '../tensor.js';
import { range } from './range.js';
import { sizeOf } from './shape.js';

describe('range', () => {
  it('counts from 0, as a constant where the size is a number', () => {
    const y = range(3);
    expect([y.dtype, y.shape, y.source.kind]).toEqual(['int32', [3], 'constant']);
    expect([...evaluate(y)]).toEqual([0, 1, 2]);
    expect(range(0).shape).toEqual([0]);
  });

  it('has the name of a size that is known only when the graph runs', () => {
    const x = input('x', 'int32', ['batch', 'sequence']);
    const y = range(sizeOf(x, 1));
    expect([y.dtype, y.shape]).toEqual(['int64', ['sequence']]);
  });

  it('refuses a tensor that is no size', () => {
    expect(() => range(constant([2, 3], [2], 'int64'))).toThrow();
    expect(() => range(input('n', 'int64', [1]))).toThrow('A size must be a number or come from sizeOf.');
  });
});
