import { describe, expect, it } from 'vitest';
import { constant, input } from '../tensor.js';
import { dimensionOf, sizeOf } from './shape.js';

const x = input('x', 'float32', ['batch', 3]);

describe('sizeOf', () => {
  it('is a number where the size is fixed', () => {
    expect(sizeOf(x, 1)).toBe(3);
  });

  it('is int64 [1] where it is known only when the graph runs, and stands for its name', () => {
    const size = sizeOf(x, 0);
    if (typeof size === 'number') throw new Error('not a tensor');
    expect([size.dtype, size.shape]).toEqual(['int64', [1]]);
    expect(dimensionOf(size)).toBe('batch');
  });

  it('refuses an axis that is not there', () => {
    expect(() => sizeOf(x, 2)).toThrow('[batch, 3] has no axis 2.');
    expect(() => sizeOf(x, -1)).toThrow('[batch, 3] has no axis -1.');
    expect(() => sizeOf(constant([1], []), 0)).toThrow('[] has no axis 0.');
  });
});

describe('dimensionOf', () => {
  it('refuses a tensor that is no size', () => {
    expect(() => dimensionOf(x)).toThrow('A size must be a number or come from sizeOf.');
  });
});
