import { describe, expect, it } from 'vitest';
import { evaluate } from '../evaluate.js';
import { gradientError, samples } from '../finite-differences.js';
import { constant, input } from '../tensor.js';
import { reshape } from './reshape.js';
import { sizeOf } from './shape.js';

const x = input('x', 'float32', [2, 3]);

describe('reshape', () => {
  it('keeps the numbers, in order', () => {
    const y = reshape(constant([1, 2, 3, 4, 5, 6], [2, 3]), [3, 2]);
    expect(y.shape).toEqual([3, 2]);
    expect([...evaluate(y)]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('finds the size that -1 stands for', () => {
    expect(reshape(x, [-1]).shape).toEqual([6]);
    expect(reshape(x, [3, -1]).shape).toEqual([3, 2]);
    expect(reshape(x, [6, -1, 1]).shape).toEqual([6, 1, 1]);
    expect(reshape(constant([1], []), [-1]).shape).toEqual([1]);
    expect(reshape(constant([1], [1]), []).shape).toEqual([]);
  });

  it('takes tensors without elements', () => {
    expect(reshape(constant([], [0, 4]), [-1, 4]).shape).toEqual([0, 4]);
    expect(reshape(constant([], [0, 4]), [4, 0]).shape).toEqual([4, 0]);
    expect([...evaluate(reshape(constant([], [0, 4]), [2, 0, 5]))]).toEqual([]);
  });

  it('cancels names that stand on both sides, each as often as it is there', () => {
    const named = input('x', 'float32', ['batch', 'sequence', 12]);
    expect(reshape(named, [-1, 12]).shape).toEqual(['batch*sequence', 12]);
    expect(reshape(named, [-1]).shape).toEqual(['batch*sequence*12']);
    expect(reshape(named, [sizeOf(named, 0), -1, 3]).shape).toEqual(['batch', 'sequence*4', 3]);
    expect(reshape(named, [sizeOf(named, 0), sizeOf(named, 1), 3, -1]).shape).toEqual(['batch', 'sequence', 3, 4]);
    const rows = input('x', 'float32', ['batch*sequence', 12]);
    expect(reshape(rows, [sizeOf(named, 0), sizeOf(named, 1), 12]).shape).toEqual(['batch', 'sequence', 12]);
    expect(reshape(rows, [sizeOf(named, 0), -1]).shape).toEqual(['batch', 'batch*sequence*12*/batch']);
    const square = input('x', 'float32', ['n', 'n']);
    expect(reshape(square, [sizeOf(square, 0), -1]).shape).toEqual(['n', 'n']);
  });

  it('refuses another number of elements', () => {
    expect(() => reshape(x, [4])).toThrow('[2, 3] cannot be reshaped to [4]: the sizes differ.');
    expect(() => reshape(x, [4, -1])).toThrow('[2, 3] cannot be reshaped to [4, -1]: 6 elements do not divide.');
    expect(() => reshape(x, [0, -1])).toThrow('6 elements do not divide');
    expect(() => reshape(constant([], [0]), [0, -1])).toThrow('0 elements do not divide');
    const named = input('x', 'float32', ['batch', 6]);
    expect(() => reshape(named, [sizeOf(named, 0), 4])).toThrow('[batch, 6] cannot be reshaped to [batch, 4]');
  });

  it('refuses sizes that are none', () => {
    const message = 'sizes are whole numbers from 0, and one may be -1.';
    expect(() => reshape(x, [-1, -1])).toThrow(`[2, 3] cannot be reshaped to [-1, -1]: ${message}`);
    expect(() => reshape(x, [-2, -3])).toThrow(message);
    expect(() => reshape(x, [1.5, 4])).toThrow(message);
    expect(() => reshape(x, [input('n', 'int64', [1]), 3])).toThrow('A size must be a number or come from sizeOf.');
  });

  it.each([
    [[1], []],
    [[2, 3], [6]],
    [
      [2, 3, 2],
      [3, 4],
    ],
    [[6], [3, -1]],
  ])('has the gradient that central differences give, %j to %j', (from, to) => {
    expect(gradientError((tensor) => reshape(tensor!, to), [samples(from)])).toBeLessThan(1e-8);
  });
});
