import { add, mul, range, reshape, scalar, sizeOf, type Tensor, tanh } from '@bertkit/graph';
import type { BertConfig } from './config.js';
import type { Affine, Kernels, Size } from './kernels.js';

/** The graph's inputs. The letters: B batch, S sequence, H hidden, A heads, D = H/A, I intermediate, N = B·S. */
export type EncoderInputs = EncodedTokens & {
  /** int32 or int64 [B, S] */
  readonly tokenTypeIds: Tensor;
  /** uint8, int32 or int64 [B, S]: 0 for padding. */
  readonly attentionMask: Tensor;
  /** int32 or int64 [B, S]. Default: 0, 1, … in every sequence, whatever its padding. */
  readonly positionIds?: Tensor;
};

/** The tokens: their ids, or what stands in the place of their rows of the word table. */
export type EncodedTokens =
  | {
      /** int32 or int64 [B, S] */
      readonly inputIds: Tensor;
    }
  | {
      /** f32 [B, S, H] */
      readonly inputsEmbeds: Tensor;
    };

/** A parameter by its Hugging Face name. */
export type ParameterTensors = (name: string) => Tensor;

export interface EncoderContext {
  readonly config: BertConfig;
  readonly kernels: Kernels;
  readonly parameters: ParameterTensors;
  /**
   * The encoder adds what comes out of the embeddings and of each layer here, f32 [N, H], `numHiddenLayers + 1` in all; it
   * then computes every token of the last layer too. Default: they are not kept.
   */
  readonly allHiddenStates?: Tensor[] | undefined;
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
  const { config, kernels, allHiddenStates } = context;
  const { attentionMask } = inputs;
  const batchSize = sizeOf(attentionMask, 0);
  const sequenceLength = sizeOf(attentionMask, 1);
  let hidden = embeddings(inputs, batchSize, sequenceLength, context); // [N, H]
  allHiddenStates?.push(hidden);
  // The layer that computes what is read, and no more.
  const lastLayer = read === undefined || allHiddenStates !== undefined ? undefined : config.numHiddenLayers - 1;
  for (let i = 0; i < config.numHiddenLayers; i++) {
    const keys = { hidden, perSequence: sequenceLength };
    const queries =
      read !== undefined && i === lastLayer
        ? { hidden: kernels.embed(hidden, read.rows), perSequence: read.perSequence }
        : keys;
    hidden = layer(`bert.encoder.layer.${i}`, queries, keys, { batchSize, attentionMask }, context); // [N, H], at last [B·Q, H]
    allHiddenStates?.push(hidden);
  }
  const isRead = read === undefined || (lastLayer !== undefined && lastLayer >= 0);
  return isRead ? hidden : kernels.embed(hidden, read.rows);
}

function embeddings(
  inputs: EncoderInputs,
  batchSize: Size,
  sequenceLength: Size,
  { config, kernels, parameters }: EncoderContext,
): Tensor {
  const table = (name: string) => parameters(`bert.embeddings.${name}_embeddings.weight`);
  const words =
    'inputIds' in inputs
      ? kernels.embed(table('word'), reshape(inputs.inputIds, [-1]), config.padTokenId ?? undefined)
      : reshape(inputs.inputsEmbeds, [-1, config.hiddenSize]); // [N, H]
  const types = kernels.embed(table('token_type'), reshape(inputs.tokenTypeIds, [-1])); // [N, H]
  const tokens = add(words, types);
  const sum =
    inputs.positionIds === undefined
      ? addPositions(tokens, kernels.embed(table('position'), range(sequenceLength)), batchSize, sequenceLength)
      : add(tokens, kernels.embed(table('position'), reshape(inputs.positionIds, [-1])));
  const normed = kernels.layerNorm(sum, affine(parameters, 'bert.embeddings.LayerNorm'), config.layerNormEps);
  return kernels.dropout(normed, config.hiddenDropoutProb);
}

/** The same positions `[S, H]` to every sequence of the tokens `[N, H]`. */
function addPositions(tokens: Tensor, positions: Tensor, batchSize: Size, sequenceLength: Size): Tensor {
  const hiddenSize = Number(positions.shape[1]);
  return reshape(add(reshape(tokens, [batchSize, sequenceLength, hiddenSize]), positions), [-1, hiddenSize]);
}

function layer(
  name: string,
  queries: Tokens,
  keys: Tokens,
  { batchSize, attentionMask }: { batchSize: Size; attentionMask: Tensor },
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
    attentionMask,
    dropout: config.attentionProbsDropoutProb,
  }); // [B·Q, H]
  const attended = addAndNorm(linear(context, 'attention.output.dense'), queries.hidden, 'attention.output.LayerNorm');
  const intermediate = kernels.activation(linear(attended, 'intermediate.dense'), config.hiddenAct); // [B·Q, I]
  return addAndNorm(linear(intermediate, 'output.dense'), attended, 'output.LayerNorm'); // [B·Q, H]
}

/** The row `b * S` of each sequence's first token, [CLS]: [B]. */
export function firstTokens({ attentionMask }: EncoderInputs): Tensor {
  const sequenceLength = sizeOf(attentionMask, 1);
  const rows = range(sizeOf(attentionMask, 0));
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
