import {
  add,
  cast,
  div,
  dynamicQuantizeLinear,
  gather,
  input,
  matMulInteger,
  maximum,
  mul,
  producedBy,
  reduceMax,
  reshape,
  type Shape,
  scalar,
  type Tensor,
} from '@bertkit/graph';
import type { Kernels } from './kernels.js';

/**
 * Kernels whose tables and linear layers are quantised: weights of 8 bits (tables) and 7 (linear layers), a scale for
 * each row; what goes into a linear layer is quantised when it is known, by the range of the whole batch. They are made of
 * standard operators, which ONNX Runtime fuses. All else is done by the kernels given.
 *
 * The quantised weights are inputs of the graph, named after what they are made from (`quantizedNames`).
 */
export function int8Kernels(plain: Kernels): Kernels {
  const inputs = new Map<string, Tensor>();
  const weights = (name: string, dtype: 'int8' | 'float32', shape: Shape): Tensor => {
    const tensor = inputs.get(name) ?? input(name, dtype, shape);
    inputs.set(name, tensor);
    return tensor;
  };
  return {
    ...plain,
    embed(table, indices, paddingIndex) {
      const name = parameterName(table);
      // Rows of hidden states are picked by the same call; these are not parameters.
      if (name === undefined) return plain.embed(table, indices, paddingIndex);
      const names = quantizedNames(name);
      const rows = gather(weights(names.table, 'int8', table.shape), indices); // [N, H]
      const scales = gather(weights(names.tableScales, 'float32', table.shape.slice(0, 1)), indices); // [N]
      return mul(cast(rows, { to: 'float32' }), reshape(scales, [-1, 1]));
    },
    linear(x, { weight, bias }) {
      const name = parameterName(weight);
      const [outSize, inSize] = weight.shape;
      if (name === undefined || outSize === undefined || inSize === undefined) return plain.linear(x, { weight, bias });
      const names = quantizedNames(name);
      const token = isNarrowing(weight) ? largest(x) : undefined; // [N, 1]
      const [quantized, scale, zero] = dynamicQuantizeLinear(token === undefined ? x : div(x, token));
      const product = matMulInteger(quantized, weights(names.linear, 'int8', [inSize, outSize]), zero); // [N, out]
      const scales = mul(scale, weights(names.linearScales, 'float32', [outSize]));
      const result = mul(cast(product, { to: 'float32' }), scales);
      return add(token === undefined ? result : mul(result, token), bias);
    },
  };
}

/**
 * Whether a layer gives fewer numbers than it takes, as the second one of the feed-forward part does. What goes into that
 * one is many times larger for a few tokens, [CLS] above all ("massive activations", Sun et al. 2024), so that the others
 * would be left few levels: there each token has a scale of its own.
 */
function isNarrowing({ shape: [outSize = 0, inSize = 0] }: Tensor): boolean {
  return inSize > outSize;
}

/** Of each token: [N, in] → [N, 1]. At least 1, for below 0 no activation goes further than -1. */
function largest(x: Tensor): Tensor {
  return maximum(reduceMax(x, { axes: [1], keepDims: true }), scalar(1));
}

/** What a quantised parameter's parts are called: int8 [R, C] and f32 [R] as a table, int8 [C, R] and f32 [R] as a layer. */
export function quantizedNames(parameter: string) {
  return {
    table: `${parameter}.int8`,
    tableScales: `${parameter}.int8.scales`,
    linear: `${parameter}.int7`,
    linearScales: `${parameter}.int7.scales`,
  } as const;
}

/** A parameter's name, also where it is widened from 16 bits. */
function parameterName(tensor: Tensor): string | undefined {
  if (tensor.source.kind === 'input') return tensor.source.name;
  const [stored] = producedBy(tensor, 'Cast')?.inputs ?? [];
  return stored && parameterName(stored);
}
