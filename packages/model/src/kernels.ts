import type { Tensor } from '@bertkit/graph';
import type { HiddenAct } from './config.js';

/** A weight with its bias: of a linear layer `[out, in]` and `[out]`, of a layer normalisation `[H]` both. */
export interface Affine {
  readonly weight: Tensor;
  readonly bias: Tensor;
}

/** A size of the graph's input: a number, or (`sizeOf`) one known only when the graph runs. */
export type Size = number | Tensor;

export interface AttentionOptions {
  /** A */
  readonly headCount: number;
  readonly batchSize: Size;
  /** Q: how many tokens of a sequence ask. */
  readonly queryLength: Size;
  /** S: how many can be attended to. */
  readonly keyLength: Size;
  /**
   * uint8, int32 or int64 [B, S]: where it is 0, float32's lowest finite number is added to the scores, so that a
   * sequence with nothing to attend to gives every key the same weight.
   */
  readonly attentionMask: Tensor;
  /** Of the attention's probabilities, in [0, 1). */
  readonly dropout: number;
}

/**
 * What the encoder and the heads are made of. They are written once against this; sets of kernels are alternatives
 * behind it. Rows `[N, …]` are tokens, N = B·S, sequence after sequence.
 */
export interface Kernels {
  /** Rows of an embedding table: `[R, H]` by i32 [N] → `[N, H]`. Rows at `paddingIndex` are not trained. */
  embed(table: Tensor, indices: Tensor, paddingIndex?: number): Tensor;
  /** `x · weightᵀ + bias`: `[N, in] → [N, out]`. */
  linear(x: Tensor, layer: Affine): Tensor;
  /** Multi-head attention, heads joined again: queries `[B·Q, H]`, keys and values `[B·S, H]` → `[B·Q, H]`. */
  attention(query: Tensor, key: Tensor, value: Tensor, options: AttentionOptions): Tensor;
  layerNorm(x: Tensor, norm: Affine, epsilon: number): Tensor;
  activation(x: Tensor, name: HiddenAct): Tensor;
  /** In training, zeroes elements with this probability and scales up the others; otherwise gives `x` back. */
  dropout(x: Tensor, probability: number): Tensor;
}
