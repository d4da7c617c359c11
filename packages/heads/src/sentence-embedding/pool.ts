import {
  add,
  argMax,
  cast,
  clip,
  concat,
  div,
  matMul,
  mul,
  range,
  reduceMax,
  reduceSum,
  reshape,
  scalar,
  sizeOf,
  sqrt,
  sub,
  type Tensor,
} from '@bertkit/graph';
import { type EncoderContext, type EncoderInputs, encoder, firstTokens } from '@bertkit/model';
import { sequences } from '../sequences.js';
import type { Pooling } from './settings.js';

/**
 * Encodes sequences and makes one vector of each, the poolings' vectors side by side: f32 [B, H · poolings].
 *
 * A sequence of which nothing is pooled gives zeros; but `cls` then gives its first token. sentence-transformers does the
 * same, except that its `max` is −∞.
 *
 * @param poolingMask  [B, S]: the tokens that are pooled, any number but 0
 * @see `Pooling` of sentence-transformers 6
 */
export function pool(
  poolings: readonly Pooling[],
  inputs: EncoderInputs,
  poolingMask: Tensor,
  context: EncoderContext,
): Tensor {
  const tokens: Tokens = {
    attended: ones(inputs.attentionMask),
    pooled: ones(poolingMask),
    read: poolings.length === 1 ? readOnce(inputs, context) : readFromAll(inputs, context),
  };
  const vectors = poolings.map((pooling) => poolers[pooling](tokens)); // [B, H] each
  const [only, ...others] = vectors;
  return only !== undefined && others.length === 0 ? only : concat(vectors, { axis: 1 });
}

/** What a pooling is computed from. */
interface Tokens {
  /** f32 [B, S]: 1 for tokens, 0 for padding. */
  readonly attended: Tensor;
  /** f32 [B, S]: 1 for the tokens that are pooled. */
  readonly pooled: Tensor;
  /** The last hidden state: of one token of each sequence, by their places [B], f32 [B, H]; or of all, f32 [B, S, H]. */
  readonly read: (places?: Tensor) => Tensor;
}

/** For one reading: computes no more than is read. */
function readOnce(inputs: EncoderInputs, context: EncoderContext): Tokens['read'] {
  return (places) =>
    places === undefined
      ? sequences(encoder(inputs, context), inputs.attentionMask)
      : encoder(inputs, context, { rows: rowsAt(places, inputs), perSequence: 1 });
}

/** For several readings: computes all, once. */
function readFromAll(inputs: EncoderInputs, context: EncoderContext): Tokens['read'] {
  const hidden = encoder(inputs, context); // [N, H]
  return (places) =>
    places === undefined
      ? sequences(hidden, inputs.attentionMask)
      : context.kernels.embed(hidden, rowsAt(places, inputs));
}

/** The row `b * S + place` of a token of each sequence: [B]. */
function rowsAt(places: Tensor, inputs: EncoderInputs): Tensor {
  const first = firstTokens(inputs);
  return add(first, cast(places, { to: first.dtype }));
}

const poolers: Readonly<Record<Pooling, (tokens: Tokens) => Tensor>> = {
  cls: ({ pooled, read }) => read(argMax(pooled)),
  lasttoken: ({ pooled, read }) => mul(read(argMax(pooled, { selectLast: true })), hasAny(pooled)),
  max({ pooled, read }) {
    // What is not pooled is below all that is. The sum with any hidden state is still finite.
    const bias = mul(sub(scalar(1), pooled), scalar(-1e30));
    const largest = reduceMax(add(read(), asColumns(bias)), { axes: [1] }); // [B, H]
    return mul(largest, hasAny(pooled));
  },
  mean: ({ pooled, read }) => div(weightedSum(read(), pooled), atLeast(total(pooled))),
  mean_sqrt_len_tokens: ({ pooled, read }) => div(weightedSum(read(), pooled), sqrt(atLeast(total(pooled)))),
  weightedmean({ attended, pooled, read }) {
    const weights = mul(pooled, ordinals(attended)); // [B, S]
    return div(weightedSum(read(), weights), atLeast(total(weights)));
  },
};

/** 1, 2, … from the first attended token on: f32 [B, S]. A prompt counts, whether it is pooled or not. */
function ordinals(attended: Tensor): Tensor {
  const places = cast(range(sizeOf(attended, 1)), { to: 'float32' }); // [S]
  const start = reshape(cast(argMax(attended), { to: 'float32' }), [-1, 1]); // [B, 1]
  return sub(add(places, scalar(1)), start);
}

/** `Σ weights · tokens` of each sequence: [B, S, H] by [B, S] → [B, H]. */
function weightedSum(tokens: Tensor, weights: Tensor): Tensor {
  const row = reshape(weights, [sizeOf(weights, 0), 1, sizeOf(weights, 1)]); // [B, 1, S]
  return reshape(matMul(row, tokens), [sizeOf(weights, 0), Number(tokens.shape[2])]);
}

/** A mask as numbers: f32 [B, S], 1 wherever it is not 0. */
function ones(mask: Tensor): Tensor {
  return cast(cast(mask, { to: 'bool' }), { to: 'float32' });
}

/** Of each sequence: [B, S] → [B, 1]. */
function total(weights: Tensor): Tensor {
  return reduceSum(weights, { axes: [1], keepDims: true });
}

/** 1, or 0 for a sequence of which nothing is pooled: f32 [B, 1]. */
function hasAny(pooled: Tensor): Tensor {
  return clip(total(pooled), { max: 1 });
}

/** A divisor: as the reference has it. */
function atLeast(divisor: Tensor): Tensor {
  return clip(divisor, { min: 1e-9 });
}

/** [B, S] → [B, S, 1] */
function asColumns(x: Tensor): Tensor {
  return reshape(x, [sizeOf(x, 0), sizeOf(x, 1), 1]);
}
