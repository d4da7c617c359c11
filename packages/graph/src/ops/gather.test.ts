import { describe, expect, it } from 'vitest';
import { evaluate } from '../evaluate.js';
import { gradientError, samples } from '../finite-differences.js';
import { constant, input } from '../tensor.js';
import { gather } from './gather.js';

const table = constant([1, 2, 3, 4, 5, 6], [3, 2]);

describe('gather', () => {
  it('gives the rows named, in the shape of the indices', () => {
    expect([...evaluate(gather(table, constant([2, 0, 2], [3], 'int32')))]).toEqual([5, 6, 1, 2, 5, 6]);
    const y = gather(table, constant([2, 0, 1, 1], [2, 2], 'int32'));
    expect(y.shape).toEqual([2, 2, 2]);
    expect([...evaluate(y)]).toEqual([5, 6, 1, 2, 3, 4, 3, 4]);
  });

  it('takes a single index, none, and rows of any rank', () => {
    expect(gather(table, constant([1], [], 'int32')).shape).toEqual([2]);
    expect([...evaluate(gather(table, constant([], [0], 'int32')))]).toEqual([]);
    expect([...evaluate(gather(constant([7, 8, 9], [3]), constant([2, 1], [2], 'int32')))]).toEqual([9, 8]);
    expect(gather(input('t', 'float32', [4, 2, 3]), constant([1], [1], 'int32')).shape).toEqual([1, 2, 3]);
  });

  it.each([
    [[4, 3], [2]],
    [[4, 1], [5]],
    [
      [3, 2],
      [2, 2],
    ],
    [[1, 2], [3]],
  ])('has the gradient that central differences give, table %j by indices %j', (shape, indices) => {
    const count = indices.reduce((product, size) => product * size, 1);
    // Some rows come several times, some not at all.
    const values = Array.from({ length: count }, (_, i) => (i * i) % shape[0]!);
    const look = (x: Parameters<typeof gather>[0]) => gather(x, constant(values, indices, 'int32'));
    expect(gradientError(look, [samples(shape)])).toBeLessThan(1e-8);
  });
});
