import { describe, expect, it } from 'vitest';
import { evaluate } from '../evaluate.js';
import { gradientError, samples } from '../finite-differences.js';
import { constant, scalar } from '../tensor.js';
import { add } from './add.js';
import { log } from './log.js';

describe('log', () => {
  it('is the natural logarithm', () => {
    const y = evaluate(log(constant([1, Math.E, 0.5, 0], [4])));
    expect([...y]).toEqual([0, expect.closeTo(1, 14), expect.closeTo(-Math.LN2, 14), Number.NEGATIVE_INFINITY]);
    expect([...evaluate(log(constant([], [0])))]).toEqual([]);
  });

  it.each([[[]], [[1]], [[3]], [[2, 3]]])('has the gradient that central differences give, %j', (shape) => {
    expect(gradientError((x) => log(add(x!, scalar(2))), [samples(shape)])).toBeLessThan(1e-8);
  });
});
