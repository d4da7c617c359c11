import { describe, expect, it } from 'vitest';
import { defineOp } from './define-op.js';
import { gradientError, samples } from './finite-differences.js';
import { gather } from './ops/gather.js';
import { mul } from './ops/mul.js';
import { constant, scalar, type Tensor } from './tensor.js';

/** `x`, with a gradient that is `factor` times the right one. */
const identity = (factor: number) =>
  defineOp<[x: Tensor]>({
    type: 'Identity',
    defaults: {},
    inferShapes: ([x]) => [x.shape],
    gradient: ({ outputGradients: [dy] }) => [mul(dy, scalar(factor))],
    compose: ([x]) => [mul(x, scalar(1))],
  });

describe('gradientError', () => {
  it('finds a gradient that is wrong by a part in a million', () => {
    expect(gradientError(identity(1), [samples([2, 3])])).toBeLessThan(1e-10);
    const error = gradientError(identity(1 + 1e-6), [samples([2, 3])]);
    expect(error).toBeGreaterThan(1e-7);
    expect(error).toBeLessThan(1e-5);
  });

  it('finds a gradient that is not a number', () => {
    expect(gradientError(identity(Number.NaN), [samples([2])])).toBe(Number.POSITIVE_INFINITY);
  });

  it('finds an error in any of several inputs', () => {
    const wrong = identity(2);
    expect(gradientError((x, y) => mul(x!, wrong(y!)), [samples([2]), samples([2])])).toBeGreaterThan(0.1);
  });

  it('counts an input that nothing depends on, and one that is looked up', () => {
    expect(gradientError((x) => mul(x!, scalar(2)), [samples([2]), samples([3])])).toBeLessThan(1e-10);
    const look = (table: Tensor) =>
      mul(gather(table, constant([1, 1], [2], 'int32')), gather(table, scalar(0, 'int32')));
    expect(gradientError((table) => look(table!), [samples([2, 3])])).toBeLessThan(1e-10);
  });
});

describe('samples', () => {
  it('are the same for the same seed, within (-1.05, 1.05) and away from 0', () => {
    const { data } = samples([10, 100]);
    expect(data).toEqual(samples([10, 100]).data);
    expect(data).not.toEqual(samples([10, 100], { seed: 2 }).data);
    expect(data).toHaveLength(1000);
    for (const value of data) {
      expect(Math.abs(value)).toBeGreaterThanOrEqual(0.05);
      expect(Math.abs(value)).toBeLessThanOrEqual(1.05);
    }
  });
});
