import type { TensorData } from '@bertkit/runtime';
import type { BatchShape, TrainingBatch } from '../head.js';
import { inputNames } from '../inputs.js';

/** Pre-training examples as arrays: what `@bertkit/masking` makes. */
export interface PretrainingArrays {
  /** [B·S] */
  readonly inputIds: Int32Array;
  /** [B·S] */
  readonly tokenTypeIds: Int32Array;
  /** [B·S] */
  readonly attentionMask: Uint8Array;
  /** Row `b * S + s` of each masked token, P slots a sequence: [B·P]. */
  readonly positions: Int32Array;
  /** What each masked token was, -100 in slots not used: [B·P]. */
  readonly labels: Int32Array;
  /** 0 = B follows A, 1 = it does not, -100 = the row does not count: [B]. */
  readonly nextSentenceLabel: Int32Array;
  readonly maskedCount: number;
  readonly tokenCount: number;
}

/** The batch that `pretrainingHead` is trained on. The arrays are used as they are, not copied. */
export function pretrainingBatch(
  arrays: PretrainingArrays,
  { batchSize, sequenceLength, predictionsPerSequence }: BatchShape,
): TrainingBatch {
  const int32 = (data: Int32Array, shape: number[]): TensorData => ({ dtype: 'int32', shape, data });
  const tokens = [batchSize, sequenceLength];
  const slots = [batchSize * predictionsPerSequence];
  return {
    feeds: {
      [inputNames.inputIds]: int32(arrays.inputIds, tokens),
      [inputNames.tokenTypeIds]: int32(arrays.tokenTypeIds, tokens),
      [inputNames.attentionMask]: { dtype: 'uint8', shape: tokens, data: arrays.attentionMask },
      [inputNames.maskedPositions]: int32(arrays.positions, slots),
      [inputNames.maskedLabels]: int32(arrays.labels, slots),
      [inputNames.nextSentenceLabels]: int32(arrays.nextSentenceLabel, [batchSize]),
    },
    targetCounts: {
      maskedLm: arrays.maskedCount,
      nextSentence: arrays.nextSentenceLabel.reduce((count, label) => count + (label >= 0 ? 1 : 0), 0),
    },
    tokenCount: arrays.tokenCount,
  };
}
