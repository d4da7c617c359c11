import { describe, expect, it } from 'vitest';
import { evaluate } from '../evaluate.js';
import { constant } from '../tensor.js';
import { dequantizeLinear } from './dequantize-linear.js';

describe('dequantizeLinear', () => {
  it('makes factors of bytes', () => {
    const y = dequantizeLinear(constant([0, 1, 3], [3], 'uint8'), { scale: 1.25 });
    expect([y.dtype, y.shape]).toEqual(['float32', [3]]);
    expect([...evaluate(y)]).toEqual([0, 1.25, 3.75]);
  });

  it('scales by 1 unless told otherwise, and takes no elements', () => {
    expect([...evaluate(dequantizeLinear(constant([7], [], 'uint8')))]).toEqual([7]);
    expect([...evaluate(dequantizeLinear(constant([], [0, 4], 'uint8')))]).toEqual([]);
  });
});
