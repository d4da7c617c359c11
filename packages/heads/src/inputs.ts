import { type Dimension, input } from '@bertkit/graph';
import type { EncoderInputs } from '@bertkit/model';

/** The names of the graphs' inputs, as they are in Hugging Face's exports where those have them. */
export const inputNames = {
  inputIds: 'input_ids',
  attentionMask: 'attention_mask',
  tokenTypeIds: 'token_type_ids',
  maskedPositions: 'masked_positions',
  maskedLabels: 'masked_labels',
  nextSentenceLabels: 'next_sentence_labels',
} as const;

/** The encoder's inputs for a batch of this shape; names where it is known only when the graph runs. */
export function encoderInputs(batchSize: Dimension = 'batch', sequenceLength: Dimension = 'sequence'): EncoderInputs {
  const shape = [batchSize, sequenceLength];
  return {
    inputIds: input(inputNames.inputIds, 'int32', shape),
    tokenTypeIds: input(inputNames.tokenTypeIds, 'int32', shape),
    attentionMask: input(inputNames.attentionMask, 'uint8', shape),
  };
}
