import { describe, expect, it } from 'vitest';
import { evaluate } from '../evaluate.js';
import { gradientError, samples } from '../finite-differences.js';
import { constant, input, scalar } from '../tensor.js';
import { add } from './add.js';
import { div } from './div.js';

describe('div', () => {
  it('divides element by element, and repeats what is shorter', () => {
    expect([...evaluate(div(constant([1, 2, 3, 4], [2, 2]), constant([2, 4], [2])))]).toEqual([0.5, 0.5, 1.5, 1]);
    expect([...evaluate(div(constant([6], []), constant([2, 3], [2])))]).toEqual([3, 2]);
    expect([...evaluate(div(constant([], [0]), constant([1], [])))]).toEqual([]);
  });

  it('refuses shapes that do not broadcast', () => {
    const x = input('x', 'float32', [4, 2]);
    expect(() => div(x, input('y', 'float32', [4]))).toThrow('[4, 2] and [4] do not broadcast: 2 is not 4.');
  });

  it.each([
    [
      [2, 3],
      [2, 3],
    ],
    [[2, 3], [3]],
    [[3], [2, 1]],
    [[], [2]],
  ])('has the gradient that central differences give, %j / %j', (a, b) => {
    const quotient = (x: Parameters<typeof div>[0], y: Parameters<typeof div>[1]) => div(x, add(y, scalar(3)));
    expect(gradientError(quotient, [samples(a), samples(b, { seed: 2 })])).toBeLessThan(1e-8);
  });
});
