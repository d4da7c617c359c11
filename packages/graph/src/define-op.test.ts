import { describe, expect, it } from 'vitest';
import { defineOp } from './define-op.js';
import { evaluate } from './evaluate.js';
import { gemm } from './ops/gemm.js';
import { reduceSum } from './ops/reduce-sum.js';
import { producedBy, scalar, type Tensor } from './tensor.js';

describe('defineOp', () => {
  it('takes attributes last, all of them or some', () => {
    const op = defineOp<[x: Tensor], [y: Tensor], { a: number; b: string }>({
      type: 'Op',
      defaults: { a: 1, b: 'two' },
      inferShapes: ([x]) => [x.shape],
      gradient: 'none',
    });
    const attributesOf = (y: Tensor) => producedBy(y, 'Op')?.attributes;
    expect(attributesOf(op(scalar(0)))).toEqual({ a: 1, b: 'two' });
    expect(attributesOf(op(scalar(0), { b: 'three' }))).toEqual({ a: 1, b: 'three' });
    expect(attributesOf(op(scalar(0), { a: 5, b: 'three' }))).toEqual({ a: 5, b: 'three' });
  });

  it('takes undefined for the default', () => {
    const { alpha } = { alpha: undefined } as unknown as { alpha: number };
    expect([...evaluate(gemm(scalarMatrix(2), scalarMatrix(3), { alpha }))]).toEqual([6]);
  });

  it('gives every output of an operator that has several, each of its own type', () => {
    const op = defineOp<[x: Tensor], [y: Tensor, z: Tensor]>({
      type: 'Op',
      defaults: {},
      inferShapes: () => [[2], [3]],
      inferDTypes: () => ['float32', 'int64'],
      gradient: 'none',
    });
    const [y, z] = op(scalar(0));
    expect([y.shape, y.dtype, z.shape, z.dtype]).toEqual([[2], 'float32', [3], 'int64']);
  });

  it('writes numbers, truth values, words and lists as ONNX has them', () => {
    const op = defineOp<[x: Tensor], [y: Tensor], { axis: number; flag: boolean; mode: string; perm: number[] }>({
      type: 'Op',
      defaults: { axis: 1, flag: true, mode: 'linear', perm: [1, 0] },
      inferShapes: ([x]) => [x.shape],
      gradient: 'none',
    });
    const node = producedBy(op(scalar(0)), 'Op')!;
    expect(node.definition.onnx(node.inputs, node.attributes)).toEqual({
      inputs: node.inputs,
      attributes: { axis: { int: 1 }, flag: { int: 1 }, mode: { string: 'linear' }, perm: { ints: [1, 0] } },
    });
  });

  it('does not compile without a gradient, or with one for too few inputs', () => {
    const shared = { type: 'Op', defaults: {}, inferShapes: ([x]: readonly Tensor[]) => [x!.shape] as const };
    // @ts-expect-error: the gradient is missing
    defineOp<[x: Tensor]>({ ...shared });
    // @ts-expect-error: two inputs, one gradient
    defineOp<[x: Tensor, y: Tensor]>({ ...shared, gradient: ({ outputGradients: [dy] }) => [dy] });
    // @ts-expect-error: no attribute of that name
    expect(reduceSum(scalar(1), { axis: [] }).shape).toEqual([]);
  });
});

function scalarMatrix(value: number): Tensor {
  return { ...scalar(value), shape: [1, 1] };
}
