import { describe, expect, it } from 'vitest';
import { evaluate } from '../evaluate.js';
import { gradientError, samples } from '../finite-differences.js';
import { constant } from '../tensor.js';
import { exp } from './exp.js';

describe('exp', () => {
  it('is the inverse of the logarithm', () => {
    const y = evaluate(exp(constant([0, Math.LN2, -Math.LN2, -800], [4])));
    expect([...y]).toEqual([1, expect.closeTo(2, 14), expect.closeTo(0.5, 14), 0]);
    expect([...evaluate(exp(constant([], [0])))]).toEqual([]);
  });

  it.each([[[]], [[1]], [[3]], [[2, 3]]])('has the gradient that central differences give, %j', (shape) => {
    expect(gradientError(exp, [samples(shape)])).toBeLessThan(1e-8);
  });
});
