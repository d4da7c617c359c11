import { describe, expect, it } from 'vitest';
import { evaluate } from '../evaluate.js';
import { constant, input } from '../tensor.js';
import { matMulInteger } from './mat-mul-integer.js';

describe('matMulInteger', () => {
  it('takes the zero point from the first factor', () => {
    const a = constant([10, 12, 9, 10], [2, 2], 'uint8');
    const b = constant([1, -2, 3, 4], [2, 2], 'int8');
    // (0, 2; -1, 0) · (1, -2; 3, 4)
    const product = matMulInteger(a, b, constant([10], [], 'uint8'));
    expect([...evaluate(product)]).toEqual([6, 8, -1, 2]);
    expect(product.dtype).toBe('int32');
  });

  it('refuses factors that do not fit', () => {
    const zero = constant([0], [], 'uint8');
    expect(() => matMulInteger(input('a', 'uint8', [2, 3]), input('b', 'int8', [2, 3]), zero)).toThrow(
      'MatMulInteger of [2, 3] and [2, 3]: the inner sizes differ.',
    );
  });
});
