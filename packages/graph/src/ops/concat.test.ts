import { describe, expect, it } from 'vitest';
import { evaluate } from '../evaluate.js';
import { constant, input } from '../tensor.js';
import { concat } from './concat.js';

describe('concat', () => {
  it('joins along the first axis, or along another', () => {
    const a = constant([1, 2], [1, 2]);
    const b = constant([3, 4, 5, 6], [2, 2]);
    const c = constant([7, 8], [2, 1]);
    expect([...evaluate(concat([a, b, a]))]).toEqual([1, 2, 3, 4, 5, 6, 1, 2]);
    expect([...evaluate(concat([b, c], { axis: 1 }))]).toEqual([3, 4, 7, 5, 6, 8]);
    expect(concat([b, c], { axis: 1 }).shape).toEqual([2, 3]);
  });

  it('takes one part, and parts without elements wherever they stand', () => {
    const empty = constant([], [0, 2]);
    const full = constant([1, 2], [1, 2]);
    expect([...evaluate(concat([full]))]).toEqual([1, 2]);
    expect([...evaluate(concat([empty, full]))]).toEqual([1, 2]);
    expect([...evaluate(concat([full, empty]))]).toEqual([1, 2]);
    expect([...evaluate(concat([constant([], [2, 0]), constant([3, 4], [2, 1])], { axis: 1 }))]).toEqual([3, 4]);
  });

  it('keeps named sizes of the other axes', () => {
    const x = input('x', 'int32', ['batch', 1]);
    expect(concat([x, input('y', 'int32', ['batch', 3])], { axis: 1 }).shape).toEqual(['batch', 4]);
  });

  it('refuses other sizes, other ranks, no parts, no such axis and sizes not known', () => {
    const x = input('x', 'int32', [2, 3]);
    const y = input('y', 'int32', [2, 2]);
    expect(() => concat([x, y])).toThrow('[2, 3] and [2, 2] cannot be joined along axis 0.');
    expect(() => concat([x, input('z', 'int32', [2])])).toThrow('[2, 3] and [2] cannot be joined along axis 0.');
    expect(() => concat([])).toThrow('cannot be joined');
    expect(() => concat([x, y], { axis: -1 })).toThrow('cannot be joined along axis -1.');
    expect(() => concat([input('z', 'int32', ['batch'])])).toThrow('[batch] cannot be joined along axis 0.');
  });
});
