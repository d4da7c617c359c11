import { describe, expect, it } from 'vitest';
import { evaluate } from '../evaluate.js';
import { constant } from '../tensor.js';
import { cast } from './cast.js';

describe('cast', () => {
  it('cuts fractions off for whole numbers', () => {
    const y = cast(constant([1.9, -1.9, 0], [3]), { to: 'int32' });
    expect(y.dtype).toBe('int32');
    expect([...evaluate(y)]).toEqual([1, -1, 0]);
  });

  it('takes any number but 0 for true', () => {
    const y = cast(constant([0, 1, 255], [3], 'uint8'), { to: 'bool' });
    expect(y.dtype).toBe('bool');
    expect([...evaluate(cast(y))]).toEqual([0, 1, 1]);
  });

  it('gives float32 unless told otherwise, in the same shape', () => {
    const y = cast(constant([], [0, 2], 'int32'));
    expect([y.dtype, y.shape]).toEqual(['float32', [0, 2]]);
  });
});
