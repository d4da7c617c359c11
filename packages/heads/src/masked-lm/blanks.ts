import type { TensorData } from '@bertkit/runtime';
import type { Encoding } from '@bertkit/tokenizer';
import { inputNames } from '../inputs.js';

/** Which tokens of a text are blanks. */
export function blankPositions({ inputIds }: Encoding, maskId: number): number[] {
  return [...inputIds.keys()].filter((position) => inputIds[position] === maskId);
}

/** One text as a model with the {@link maskedWordsHead} takes it. */
export function blanksFeeds(encoding: Encoding, positions: readonly number[]): Record<string, TensorData> {
  const shape = [1, encoding.inputIds.length];
  return {
    [inputNames.inputIds]: { dtype: 'int32', shape, data: encoding.inputIds },
    [inputNames.tokenTypeIds]: { dtype: 'int32', shape, data: Int32Array.from(encoding.tokenTypeIds) },
    [inputNames.attentionMask]: { dtype: 'uint8', shape, data: encoding.attentionMask },
    [inputNames.maskedPositions]: { dtype: 'int32', shape: [1, positions.length], data: Int32Array.from(positions) },
  };
}

/** A token that may fill a blank. */
export interface Prediction {
  readonly id: number;
  /** Its probability, in [0, 1]: softmax over the whole vocabulary. */
  readonly score: number;
}

/** The `topK` most probable tokens of each row of logits, the most probable first; of equals, the one with the lower id. */
export function topPredictions({ shape, data }: TensorData, topK: number): Prediction[][] {
  const [rowCount = 0, vocabSize = 0] = shape;
  return Array.from({ length: rowCount }, (_, row) => {
    const logits = Float64Array.from(data.subarray(row * vocabSize, (row + 1) * vocabSize));
    const largest = logits.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    const total = logits.reduce((sum, logit) => sum + Math.exp(logit - largest), 0);
    const ids = [...logits.keys()].sort((a, b) => (logits[b] ?? 0) - (logits[a] ?? 0) || a - b).slice(0, topK);
    return ids.map((id) => ({ id, score: Math.exp((logits[id] ?? 0) - largest) / total }));
  });
}
