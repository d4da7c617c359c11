import { type Dimension, input } from '@bertkit/graph';
import type { EncoderInputs } from '@bertkit/model';

/** The names of the graphs' inputs, as they are in Hugging Face's exports where those have them. */
export const inputNames = {
  inputIds: 'input_ids',
  attentionMask: 'attention_mask',
  tokenTypeIds: 'token_type_ids',
  positionIds: 'position_ids',
  inputsEmbeds: 'inputs_embeds',
  poolingMask: 'pooling_mask',
  maskedPositions: 'masked_positions',
  maskedLabels: 'masked_labels',
  nextSentenceLabels: 'next_sentence_labels',
} as const;

export interface EncoderInputsOptions {
  /** H, where vectors are fed in the place of token ids: `inputs_embeds`, f32 [B, S, H]. Default: token ids are. */
  embeddingSize?: number | undefined;
  /** Whether positions are fed: `position_ids`, int32 [B, S]. Default: false, they are 0, 1, … in every sequence. */
  positionIds?: boolean | undefined;
}

/** The encoder's inputs for a batch of this shape; names where it is known only when the graph runs. */
export function encoderInputs(
  batchSize: Dimension = 'batch',
  sequenceLength: Dimension = 'sequence',
  { embeddingSize, positionIds = false }: EncoderInputsOptions = {},
): EncoderInputs {
  const shape = [batchSize, sequenceLength];
  return {
    ...(embeddingSize === undefined
      ? { inputIds: input(inputNames.inputIds, 'int32', shape) }
      : { inputsEmbeds: input(inputNames.inputsEmbeds, 'float32', [...shape, embeddingSize]) }),
    tokenTypeIds: input(inputNames.tokenTypeIds, 'int32', shape),
    attentionMask: input(inputNames.attentionMask, 'uint8', shape),
    ...(positionIds && { positionIds: input(inputNames.positionIds, 'int32', shape) }),
  };
}

/** The inputs of a model that other programs run, in the dtype that they feed: int64 [batch, sequence]. */
export function exportedInputs(): EncoderInputs {
  const tokens = (name: string) => input(name, 'int64', ['batch', 'sequence']);
  return {
    inputIds: tokens(inputNames.inputIds),
    attentionMask: tokens(inputNames.attentionMask),
    tokenTypeIds: tokens(inputNames.tokenTypeIds),
  };
}
