import { describe, expect, it } from 'vitest';
import { gradients } from '../differentiate.js';
import { evaluate } from '../evaluate.js';
import { gradientError, samples } from '../finite-differences.js';
import { constant, input } from '../tensor.js';
import { erf } from './erf.js';
import { reduceSum } from './reduce-sum.js';

describe('erf', () => {
  it('is odd, and gives the values of the tables', () => {
    // Abramowitz & Stegun 1964, table 7.1, ten digits
    const y = evaluate(erf(constant([0, 0.5, -0.5, 1, 2, -2], [6])));
    const expected = [0, 0.5204998778, -0.5204998778, 0.8427007929, 0.995322265, -0.995322265];
    expect([...y]).toEqual(expected.map((value) => expect.closeTo(value, 9)));
  });

  it('takes no elements', () => {
    expect([...evaluate(erf(constant([], [0])))]).toEqual([]);
  });

  it.each([[[]], [[1]], [[7]], [[2, 3]]])('has the gradient that central differences give, %j', (shape) => {
    expect(gradientError(erf, [samples(shape)])).toBeLessThan(1e-8);
  });

  it('has gradient 0, not NaN, where exp(x²) overflows', () => {
    const x = input('x', 'float32', [2]);
    const [gradient] = gradients(reduceSum(erf(x), { axes: [0] }), [x]);
    expect([...evaluate(gradient!.dense!, { x: { shape: [2], data: Float64Array.of(40, -40) } })]).toEqual([0, 0]);
  });
});
