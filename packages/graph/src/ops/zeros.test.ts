import { describe, expect, it } from 'vitest';
import { evaluate } from '../evaluate.js';
import { zeros } from './zeros.js';

describe('zeros', () => {
  it.each([
    { shape: [2, 3], values: [0, 0, 0, 0, 0, 0] },
    { shape: [], values: [0] },
    { shape: [0, 2], values: [] },
  ])('is float32 $shape', ({ shape, values }) => {
    const y = zeros(shape);
    expect([y.dtype, y.shape]).toEqual(['float32', shape]);
    expect([...evaluate(y)]).toEqual(values);
  });
});
