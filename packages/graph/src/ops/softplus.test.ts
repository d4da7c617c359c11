import { describe, expect, it } from 'vitest';
import { evaluate } from '../evaluate.js';
import { gradientError, samples } from '../finite-differences.js';
import { constant } from '../tensor.js';
import { softplus } from './softplus.js';

describe('softplus', () => {
  it('is ln(1 + 3) at ln 3, and x or 0 far from 0', () => {
    const y = evaluate(softplus(constant([0, Math.log(3), 1000, -1000], [4])));
    expect([...y]).toEqual([expect.closeTo(Math.LN2, 14), expect.closeTo(Math.log(4), 14), 1000, 0]);
    expect([...evaluate(softplus(constant([], [0])))]).toEqual([]);
  });

  it.each([[[]], [[1]], [[3]], [[2, 3]]])('has the gradient that central differences give, %j', (shape) => {
    expect(gradientError(softplus, [samples(shape)])).toBeLessThan(1e-8);
  });
});
