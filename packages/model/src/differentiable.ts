import {
  add,
  cast,
  gather,
  gemm,
  input,
  layerNormalization,
  matMul,
  mul,
  reshape,
  scalar,
  softmax,
  sub,
  swapLastAxes,
  type Tensor,
  transpose,
} from '@bertkit/graph';
import { activation } from './activations.js';
import type { Kernels, Size } from './kernels.js';

/** An input of a training graph: the elements that dropout keeps, 1, and those it zeroes, 0. */
export interface DropoutMask {
  readonly name: string;
  readonly shape: readonly number[];
  /** The probability of a 1. */
  readonly keep: number;
}

/**
 * Kernels of standard ONNX operators, each with its gradient: what training is built from.
 *
 * @param options.attentionMaps  each attention adds its probabilities here, f32 [B, A, Q, S], before dropout. Default:
 *                               they are not kept
 * @param options.dropoutMasks  for training: dropout is applied, and each of its sites adds a mask here, which the graph takes as
 *                      an input `dropout/0`, `dropout/1`, … Without it there is no dropout.
 */
export function differentiableKernels({
  attentionMaps,
  dropoutMasks,
}: {
  attentionMaps?: Tensor[] | undefined;
  dropoutMasks?: DropoutMask[];
} = {}): Kernels {
  const isDropped = (probability: number) => dropoutMasks !== undefined && probability > 0;

  /** Zeroes what dropout drops. What is kept has still to be scaled, where a product can take the scale up. */
  function masked(x: Tensor, probability: number): Tensor {
    if (dropoutMasks === undefined || probability === 0) return x;
    const mask = { name: `dropout/${dropoutMasks.length}`, shape: x.shape.map(Number), keep: 1 - probability };
    dropoutMasks.push(mask);
    return mul(x, cast(input(mask.name, 'uint8', mask.shape))); // bytes: a quarter of the memory while the graph runs
  }

  function scaledUp(x: Tensor, probability: number): Tensor {
    return isDropped(probability) ? mul(x, scalar(1 / (1 - probability))) : x;
  }

  return {
    embed: (table, indices, paddingIndex) => gather(table, indices, { paddingIndex }),
    // Gemm would add the bias itself, but ONNX Runtime spreads it over the result first, and on one thread.
    linear: (x, { weight, bias }) => add(gemm(x, weight, { transB: true }), bias),
    layerNorm: (x, { weight, bias }, epsilon) => layerNormalization(x, weight, bias, { epsilon }),
    activation,
    dropout: (x, probability) => masked(scaledUp(x, probability), probability),
    attention(
      query,
      key,
      value,
      { headCount, batchSize, queryLength, keyLength, attentionMask, dropout: probability },
    ) {
      const hiddenSize = Number(query.shape[1]);
      const headSize = hiddenSize / headCount;
      const heads = (x: Tensor, length: Size) =>
        transpose(reshape(x, [batchSize, length, headCount, headSize]), [0, 2, 1, 3]); // [B, A, length, D]
      const q = heads(query, queryLength);
      const k = heads(key, keyLength);
      const v = heads(value, keyLength);
      const scores = mul(matMul(q, swapLastAxes(k)), scalar(1 / Math.sqrt(headSize))); // [B, A, Q, S]
      const probabilities = softmax(add(scores, attentionBias(attentionMask, batchSize, keyLength)));
      attentionMaps?.push(probabilities);
      const weights = masked(probabilities, probability);
      const context = transpose(scaledUp(matMul(weights, v), probability), [0, 2, 1, 3]); // [B, Q, A, D]
      return reshape(context, [-1, hiddenSize]); // [B·Q, H]
    },
  };
}

/** What is added to attention scores: [B, S] → f32 [B, 1, 1, S]. */
function attentionBias(attentionMask: Tensor, batchSize: Size, keyLength: Size): Tensor {
  const attended = cast(cast(attentionMask, { to: 'bool' }), { to: 'float32' });
  const bias = mul(sub(scalar(1), attended), scalar(-3.4028234663852886e38));
  return reshape(bias, [batchSize, 1, 1, keyLength]);
}
