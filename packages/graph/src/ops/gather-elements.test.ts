import { describe, expect, it } from 'vitest';
import { evaluate } from '../evaluate.js';
import { gradientError, samples } from '../finite-differences.js';
import { constant, input } from '../tensor.js';
import { gatherElements } from './gather-elements.js';

describe('gatherElements', () => {
  it('gives the elements named in each row', () => {
    const x = constant([1, 2, 3, 4, 5, 6], [2, 3]);
    expect([...evaluate(gatherElements(x, constant([2, 0], [2, 1], 'int32')))]).toEqual([3, 4]);
    expect([...evaluate(gatherElements(x, constant([0, 0, 1, 2], [2, 2], 'int32')))]).toEqual([1, 1, 5, 6]);
    expect([...evaluate(gatherElements(constant([], [0, 3]), constant([], [0, 1], 'int32')))]).toEqual([]);
  });

  it('refuses other ranks and other rows', () => {
    const x = input('x', 'float32', [2, 3]);
    expect(() => gatherElements(x, constant([0], [1, 1], 'int32'))).toThrow(
      'GatherElements of [2, 3] by [1, 1]: the rows differ.',
    );
    expect(() => gatherElements(x, constant([0, 0], [2], 'int32'))).toThrow('the rows differ');
  });

  it.each([
    { shape: [1, 1], indices: [0], width: 1 },
    { shape: [3, 4], indices: [3, 0, 1], width: 1 },
    { shape: [2, 3], indices: [1, 1, 1, 0, 2, 0], width: 3 },
  ])('has the gradient that central differences give, $shape by $indices', ({ shape, indices, width }) => {
    const named = constant(indices, [shape[0]!, width], 'int32');
    expect(gradientError((x) => gatherElements(x!, named), [samples(shape)])).toBeLessThan(1e-8);
  });
});
