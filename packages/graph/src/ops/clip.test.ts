import { describe, expect, it } from 'vitest';
import { gradients } from '../differentiate.js';
import { evaluate } from '../evaluate.js';
import { gradientError, samples } from '../finite-differences.js';
import { constant, input } from '../tensor.js';
import { clip } from './clip.js';
import { reduceSum } from './reduce-sum.js';

describe('clip', () => {
  it('limits to both sides', () => {
    const x = constant([-3, -1, 0.5, 2, 3], [5]);
    expect([...evaluate(clip(x, { min: -1, max: 2 }))]).toEqual([-1, -1, 0.5, 2, 2]);
    expect([...evaluate(clip(x, { min: 0 }))]).toEqual([0, 0, 0.5, 2, 3]);
    expect([...evaluate(clip(constant([], [0])))]).toEqual([]);
  });

  it.each([[[1]], [[5]], [[2, 3]]])('has the gradient that central differences give, %j', (shape) => {
    expect(gradientError((x) => clip(x!, { min: -0.5, max: 0.4 }), [samples(shape)])).toBeLessThan(1e-8);
  });

  it('lets the gradient through on the limits, and stops it outside', () => {
    const x = input('x', 'float32', [5]);
    const [gradient] = gradients(reduceSum(clip(x, { min: -1, max: 2 }), { axes: [0] }), [x]);
    const values = { shape: [5], data: Float64Array.of(-3, -1, 0.5, 2, 3) };
    expect([...evaluate(gradient!.dense!, { x: values })]).toEqual([0, 1, 1, 1, 0]);
  });
});
