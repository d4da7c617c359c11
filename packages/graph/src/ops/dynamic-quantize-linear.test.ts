import { describe, expect, it } from 'vitest';
import { evaluate } from '../evaluate.js';
import { constant } from '../tensor.js';
import { dynamicQuantizeLinear } from './dynamic-quantize-linear.js';

describe('dynamicQuantizeLinear', () => {
  it('spreads 256 levels over the range of the numbers, with 0 on one of them', () => {
    // From -1 to 1.55 a level is 0.01, and 0 lies on level 100.
    const [q, scale, zero] = dynamicQuantizeLinear(constant([-1, 0, 0.014, 1.55], [4]));
    expect([...evaluate(q)]).toEqual([0, 100, 101, 255]);
    expect(evaluate(scale)[0]).toBeCloseTo(0.01, 12);
    expect([...evaluate(zero)]).toEqual([100]);
  });

  it('has 0 in the range, whatever the numbers', () => {
    const [q, scale, zero] = dynamicQuantizeLinear(constant([255, 510], [2]));
    expect([...evaluate(q)]).toEqual([128, 255]); // 127.5 is rounded up
    expect([evaluate(scale)[0], evaluate(zero)[0]]).toEqual([2, 0]);
  });

  it('gives uint8 numbers, and scale and zero of no dimensions', () => {
    const outputs = dynamicQuantizeLinear(constant([1, 2], [1, 2]));
    expect(outputs.map(({ dtype, shape }) => [dtype, shape])).toEqual([
      ['uint8', [1, 2]],
      ['float32', []],
      ['uint8', []],
    ]);
  });
});
