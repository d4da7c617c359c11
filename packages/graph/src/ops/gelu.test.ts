import { describe, expect, it } from 'vitest';
import { evaluate } from '../evaluate.js';
import { constant, scalar } from '../tensor.js';
import { add } from './add.js';
import { erf } from './erf.js';
import { gelu } from './gelu.js';
import { mul } from './mul.js';

describe('gelu', () => {
  it('is x·Φ(x)', () => {
    // Φ(1) = 0.841344746…, Φ(-1) = 1 - Φ(1)
    const y = evaluate(gelu(constant([0, 1, -1], [3])));
    expect(y[0]).toBe(0);
    expect(y[1]).toBeCloseTo(0.841344746068543, 14);
    expect(y[2]).toBeCloseTo(-0.158655253931457, 14);
  });

  it('is what it is made of', () => {
    const x = constant([-3, -1, -0.5, 0, 0.25, 2], [2, 3]);
    const made = mul(mul(x, scalar(0.5)), add(erf(mul(x, scalar(Math.SQRT1_2))), scalar(1)));
    expect(evaluate(gelu(x))).toEqual(evaluate(made));
  });
});
