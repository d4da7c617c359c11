import { describe, expect, it } from 'vitest';
import { evaluate } from '../evaluate.js';
import { gradientError, samples } from '../finite-differences.js';
import { constant, input } from '../tensor.js';
import { exp } from './exp.js';
import { sqrt } from './sqrt.js';

describe('sqrt', () => {
  it('is the root, of nothing too', () => {
    expect([...evaluate(sqrt(constant([0, 1, 2.25, 1e-30], [2, 2])))]).toEqual([0, 1, 1.5, 1e-15]);
    expect([...evaluate(sqrt(constant([], [0])))]).toEqual([]);
  });

  it('keeps shape and type', () => {
    expect(sqrt(input('x', 'float32', ['batch', 3]))).toMatchObject({ shape: ['batch', 3], dtype: 'float32' });
  });

  it.each([[[]], [[1]], [[2, 3]]])('has the gradient that central differences give, %j', (shape) => {
    expect(gradientError((x) => sqrt(exp(x!)), [samples(shape)])).toBeLessThan(1e-8); // exp: roots are of what is above 0
  });
});
