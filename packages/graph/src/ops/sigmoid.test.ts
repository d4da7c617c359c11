import { describe, expect, it } from 'vitest';
import { evaluate } from '../evaluate.js';
import { gradientError, samples } from '../finite-differences.js';
import { constant } from '../tensor.js';
import { sigmoid } from './sigmoid.js';

describe('sigmoid', () => {
  it('is 1 / (1 + 1/3) at ln 3, and reaches its limits without overflow', () => {
    const y = evaluate(sigmoid(constant([0, Math.log(3), -Math.log(3), 1000, -1000], [5])));
    expect([...y]).toEqual([0.5, expect.closeTo(0.75, 14), expect.closeTo(0.25, 14), 1, 0]);
    expect([...evaluate(sigmoid(constant([], [0])))]).toEqual([]);
  });

  it.each([[[]], [[1]], [[3]], [[2, 3]]])('has the gradient that central differences give, %j', (shape) => {
    expect(gradientError(sigmoid, [samples(shape)])).toBeLessThan(1e-8);
  });
});
