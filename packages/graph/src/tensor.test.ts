import { describe, expect, it } from 'vitest';
import { GraphError } from './errors.js';
import { relu } from './ops/relu.js';
import { constant, fixedShape, input, producedBy, sameShape, scalar, scalarValue } from './tensor.js';

describe('input', () => {
  it('has sizes and names of sizes', () => {
    expect(input('x', 'int32', ['batch', 0, 3]).shape).toEqual(['batch', 0, 3]);
  });

  it.each([-1, 1.5, Number.NaN])('refuses %d as a size', (size) => {
    expect(() => input('x', 'float32', [2, size])).toThrow(
      new GraphError(`The input x is [2, ${size}], but a size is a whole number from 0, or a name.`),
    );
  });
});

describe('constant', () => {
  it('is float32 unless told otherwise', () => {
    expect(constant([1], [1]).dtype).toBe('float32');
    expect(constant([], [2, 0], 'int64')).toMatchObject({ dtype: 'int64', shape: [2, 0] });
  });

  it('refuses more or fewer values than its shape has', () => {
    expect(() => constant([1, 2], [3])).toThrow('A constant of shape [3] needs 3 values, but 2 were given.');
    expect(() => constant([], [])).toThrow('A constant of shape [] needs 1 values, but 0 were given.');
    expect(() => constant([1, 2], [-1, -2])).toThrow('A constant of shape [-1, -2]');
  });
});

describe('scalarValue', () => {
  it('is the value of a constant of one element, of any rank', () => {
    expect(scalarValue(scalar(2))).toBe(2);
    expect(scalarValue(constant([3], [1, 1]))).toBe(3);
    expect(scalarValue(constant([3, 4], [2]))).toBeUndefined();
    expect(scalarValue(input('x', 'float32', []))).toBeUndefined();
  });
});

describe('producedBy', () => {
  it('gives the node of that type, and no other', () => {
    const y = relu(scalar(1));
    expect(producedBy(y, 'Relu')?.outputs).toEqual([y]);
    expect(producedBy(y, 'Exp')).toBeUndefined();
    expect(producedBy(scalar(1), 'Relu')).toBeUndefined();
  });
});

describe('fixedShape', () => {
  it('gives numbers, or says what needs them', () => {
    expect(fixedShape(constant([1, 2], [2]), 'This')).toEqual([2]);
    expect(() => fixedShape(input('x', 'float32', ['batch', 3]), 'The gradient of Gather')).toThrow(
      'The gradient of Gather needs fixed shapes, but a tensor is [batch, 3]: build the graph with numbers.',
    );
  });
});

describe('sameShape', () => {
  it('compares rank and every size, names by name', () => {
    expect(sameShape([], [])).toBe(true);
    expect(sameShape(['batch', 2], ['batch', 2])).toBe(true);
    expect(sameShape(['batch', 2], ['sequence', 2])).toBe(false);
    expect(sameShape([2, 3], [2])).toBe(false);
    expect(sameShape([2], [2, 3])).toBe(false);
  });
});
