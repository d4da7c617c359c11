import type { KernelSet, RunInputs } from './runtime.js';
import { elementTypes, microsoft, tinyModel } from './tiny-onnx.js';
import { f32 } from './tiny-tensors.js';

/** a f32 [], b f32 []: `y = a * b`. */
export const scalars = tinyModel({
  inputs: { a: ['float32'], b: ['float32'] },
  outputs: { y: ['float32'] },
  nodes: [{ type: 'Mul', inputs: ['a', 'b'], output: 'y' }],
});

/** For each kernel set a graph of operators that make it what it is, with its result worked out by hand. */
export const kernelSetExamples: Record<KernelSet, { model: Uint8Array; inputs: RunInputs; y: readonly number[] }> = {
  differentiable: { model: scalars, inputs: { a: f32([3]), b: f32([-2]) }, y: [-6] },
  fused: {
    // All scores are 0 and the last key is masked: the mean of the first two values, 2 wide, for each query. GELU leaves
    // 20 as it is, and makes 0 of 0.
    model: tinyModel({
      inputs: {
        q: ['float32', 'B', 'S', 2],
        v: ['float32', 'B', 'S', 2],
        mask: ['int32', 'B', 'S'],
        b: ['float32', 2],
      },
      outputs: { y: ['float32', 'B', 'S', 2] },
      nodes: [
        {
          type: 'MultiHeadAttention',
          domain: microsoft,
          inputs: ['q', 'q', 'v', '', 'mask'],
          output: 'attended',
          attributes: { num_heads: 2 },
        },
        { type: 'Add', inputs: ['attended', 'b'], output: 'biased' },
        { type: 'Gelu', domain: microsoft, inputs: ['biased'], output: 'y' },
      ],
    }),
    inputs: {
      q: f32([0, 0, 0, 0, 0, 0], 1, 3, 2),
      v: f32([1, 2, 3, 4, 99, 99], 1, 3, 2),
      mask: { dtype: 'int32', shape: [1, 3], data: Int32Array.of(1, 1, 0) },
      b: f32([18, -3], 2),
    },
    y: [20, 0, 20, 0, 20, 0],
  },
  int8: {
    // x reaches from 0 to 255, so its scale is 1 and it is quantised as it is: (2·1 + 255·3)·1 + 10, (-2·2 + 255·4)·½ + 20.
    model: tinyModel({
      inputs: { x: ['float32', 'rows', 2], w: ['int32', 2, 2], scale: ['float32', 2], bias: ['float32', 2] },
      outputs: { y: ['float32', 'rows', 2] },
      nodes: [
        { type: 'Cast', inputs: ['w'], output: 'w8', attributes: { to: elementTypes.int8 } },
        { type: 'DynamicQuantizeLinear', inputs: ['x'], output: ['x8', 'xScale', 'xZero'] },
        {
          type: 'MatMulIntegerToFloat',
          domain: microsoft,
          inputs: ['x8', 'w8', 'xScale', 'scale', 'xZero', '', 'bias'],
          output: 'y',
        },
      ],
    }),
    inputs: {
      x: f32([2, 255], 1, 2),
      w: { dtype: 'int32', shape: [2, 2], data: Int32Array.of(1, -2, 3, 4) },
      scale: f32([1, 0.5], 2),
      bias: f32([10, 20], 2),
    },
    y: [777, 528],
  },
};
