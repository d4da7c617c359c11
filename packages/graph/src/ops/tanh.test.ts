import { describe, expect, it } from 'vitest';
import { evaluate } from '../evaluate.js';
import { gradientError, samples } from '../finite-differences.js';
import { constant } from '../tensor.js';
import { tanh } from './tanh.js';

describe('tanh', () => {
  it('is odd, and (3² - 1) / (3² + 1) at ln 3', () => {
    const y = evaluate(tanh(constant([0, Math.log(3), -Math.log(3), 1000], [4])));
    expect([...y]).toEqual([0, expect.closeTo(0.8, 14), expect.closeTo(-0.8, 14), 1]);
    expect([...evaluate(tanh(constant([], [0])))]).toEqual([]);
  });

  it.each([[[]], [[1]], [[3]], [[2, 3]]])('has the gradient that central differences give, %j', (shape) => {
    expect(gradientError(tanh, [samples(shape)])).toBeLessThan(1e-8);
  });
});
