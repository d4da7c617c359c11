import { add, cast, mul, range, reshape, scalar, sizeOf, sub, type Tensor, tanh } from '@bertkit/graph';
import type { BertConfig } from './config.js';
import type { Affine, Kernels, Size } from './kernels.js';

/** The graph's inputs. The letters: B batch, S sequence, H hidden, A heads, D = H/A, I intermediate, N = B·S. */
export interface EncoderInputs {
  /** int32 [B, S] */
  readonly inputIds: Tensor;
  /** int32 [B, S] */
  readonly tokenTypeIds: Tensor;
  /** uint8 [B, S]: 0 for padding. */
  readonly attentionMask: Tensor;
}

/** A parameter by its Hugging Face name. */
export type ParameterTensors = (name: string) => Tensor;

export interface EncoderContext {
  readonly config: BertConfig;
  readonly kernels: Kernels;
  readonly parameters: ParameterTensors;
}

/** The tokens whose last hidden state a head reads, as many in every sequence. */
export interface ReadTokens {
  /** int32 [B·Q]: row `b * S + s` of each token, those of sequence 0 first. */
  readonly rows: Tensor;
  /** Q */
  readonly perSequence: Size;
}

/** The tokens of a batch as rows of a matrix, sequence after sequence. */
interface Tokens {
  /** f32 [B · perSequence, H] */
  readonly hidden: Tensor;
  readonly perSequence: Size;
}

/**
 * BERT: embeddings, then `numHiddenLayers` of attention and feed-forward, each added to its input and normalised.
 *
 * @param read  the tokens that are needed of the result. The last layer computes nothing for the others, which in
 *              pre-training is four fifths of it. Default: all, row `b * S + s`.
 * @returns     the last hidden state, f32 [B·Q, H] in the order of `read`, or [N, H]
 * @see Devlin et al. 2019, section 3; Vaswani et al. 2017, section 3; `BertModel` in HF transformers
 */
export function encoder(inputs: EncoderInputs, context: EncoderContext, read?: ReadTokens): Tensor {
  const batchSize = sizeOf(inputs.inputIds, 0);
  const sequenceLength = sizeOf(inputs.inputIds, 1);
  const maskBias = attentionBias(inputs.attentionMask, batchSize, sequenceLength);
  const { config, kernels } = context;
  let hidden = embeddings(inputs, batchSize, sequenceLength, context); // [N, H]
  for (let i = 0; i < config.numHiddenLayers; i++) {
    const keys = { hidden, perSequence: sequenceLength };
    const isLast = i === config.numHiddenLayers - 1;
    const queries =
      isLast && read !== undefined ? { hidden: kernels.embed(hidden, read.rows), perSequence: read.perSequence } : keys;
    hidden = layer(`bert.encoder.layer.${i}`, queries, keys, { batchSize, maskBias }, context); // [N, H], at last [B·Q, H]
  }
  return hidden;
}

function embeddings(
  { inputIds, tokenTypeIds }: EncoderInputs,
  batchSize: Size,
  sequenceLength: Size,
  { config, kernels, parameters }: EncoderContext,
): Tensor {
  const table = (name: string) => parameters(`bert.embeddings.${name}_embeddings.weight`);
  const words = kernels.embed(table('word'), reshape(inputIds, [-1]), config.padTokenId ?? undefined); // [N, H]
  const types = kernels.embed(table('token_type'), reshape(tokenTypeIds, [-1])); // [N, H]
  const positions = kernels.embed(table('position'), range(sequenceLength)); // [S, H]
  const sequences = reshape(add(words, types), [batchSize, sequenceLength, config.hiddenSize]); // [B, S, H]
  const sum = reshape(add(sequences, positions), [-1, config.hiddenSize]); // [N, H]
  const normed = kernels.layerNorm(sum, affine(parameters, 'bert.embeddings.LayerNorm'), config.layerNormEps);
  return kernels.dropout(normed, config.hiddenDropoutProb);
}

function layer(
  name: string,
  queries: Tokens,
  keys: Tokens,
  { batchSize, maskBias }: { batchSize: Size; maskBias: Tensor },
  { config, kernels, parameters }: EncoderContext,
): Tensor {
  const linear = (x: Tensor, path: string) => kernels.linear(x, affine(parameters, `${name}.${path}`));
  const addAndNorm = (x: Tensor, residual: Tensor, path: string) => {
    const sum = add(kernels.dropout(x, config.hiddenDropoutProb), residual);
    return kernels.layerNorm(sum, affine(parameters, `${name}.${path}`), config.layerNormEps);
  };
  const query = linear(queries.hidden, 'attention.self.query'); // [B·Q, H]
  const key = linear(keys.hidden, 'attention.self.key'); // [N, H]
  const value = linear(keys.hidden, 'attention.self.value'); // [N, H]
  const context = kernels.attention(query, key, value, {
    headCount: config.numAttentionHeads,
    batchSize,
    queryLength: queries.perSequence,
    keyLength: keys.perSequence,
    maskBias,
    dropout: config.attentionProbsDropoutProb,
  }); // [B·Q, H]
  const attended = addAndNorm(linear(context, 'attention.output.dense'), queries.hidden, 'attention.output.LayerNorm');
  const intermediate = kernels.activation(linear(attended, 'intermediate.dense'), config.hiddenAct); // [B·Q, I]
  return addAndNorm(linear(intermediate, 'output.dense'), attended, 'output.LayerNorm'); // [B·Q, H]
}

/** The row `b * S` of each sequence's first token, [CLS]: [B]. */
export function firstTokens({ inputIds }: EncoderInputs): Tensor {
  const sequenceLength = sizeOf(inputIds, 1);
  const rows = range(sizeOf(inputIds, 0));
  return mul(rows, typeof sequenceLength === 'number' ? scalar(sequenceLength, 'int32') : sequenceLength);
}

/**
 * The first token of each sequence, whatever its mask, through a linear layer and tanh.
 *
 * @param first  the first tokens' last hidden state, f32 [B, H]
 * @returns      f32 [B, H]
 * @see `BertPooler` in HF transformers
 */
export function pooler(first: Tensor, { kernels, parameters }: EncoderContext): Tensor {
  return tanh(kernels.linear(first, affine(parameters, 'bert.pooler.dense')));
}

/** A layer's weight and bias by the path they share. */
export function affine(parameters: ParameterTensors, path: string): Affine {
  return { weight: parameters(`${path}.weight`), bias: parameters(`${path}.bias`) };
}

/**
 * What is added to attention scores: 0 where the mask is not 0, elsewhere float32's lowest finite number, so that a row
 * with nothing to attend to gives every key the same weight. uint8 [B, S] → f32 [B, 1, 1, S].
 */
function attentionBias(attentionMask: Tensor, batchSize: Size, sequenceLength: Size): Tensor {
  const attended = cast(cast(attentionMask, { to: 'bool' }), { to: 'float32' });
  const bias = mul(sub(scalar(1), attended), scalar(-3.4028234663852886e38));
  return reshape(bias, [batchSize, 1, 1, sequenceLength]);
}
