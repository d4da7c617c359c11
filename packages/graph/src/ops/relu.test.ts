import { describe, expect, it } from 'vitest';
import { gradients } from '../differentiate.js';
import { evaluate } from '../evaluate.js';
import { gradientError, samples } from '../finite-differences.js';
import { constant, input } from '../tensor.js';
import { reduceSum } from './reduce-sum.js';
import { relu } from './relu.js';

describe('relu', () => {
  it('keeps what is positive', () => {
    expect([...evaluate(relu(constant([-2, 0, 3], [3])))]).toEqual([0, 0, 3]);
    expect([...evaluate(relu(constant([], [0])))]).toEqual([]);
  });

  it.each([[[]], [[1]], [[5]], [[2, 3]]])('has the gradient that central differences give, %j', (shape) => {
    expect(gradientError(relu, [samples(shape)])).toBeLessThan(1e-8);
  });

  it('has gradient 0 at 0', () => {
    const x = input('x', 'float32', [3]);
    const [gradient] = gradients(reduceSum(relu(x), { axes: [0] }), [x]);
    expect([...evaluate(gradient!.dense!, { x: { shape: [3], data: Float64Array.of(-1, 0, 1) } })]).toEqual([0, 0, 1]);
  });
});
