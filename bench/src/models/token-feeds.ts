import { inputNames } from '@bertkit/heads';
import type { TensorData } from '@bertkit/runtime';

/** Sequences of one token id over and over, for whom the time and memory of a run are all that counts. */
export function tokenFeeds(batchSize: number, sequenceLength: number): Record<string, TensorData> {
  const shape = [batchSize, sequenceLength];
  const count = batchSize * sequenceLength;
  return {
    [inputNames.inputIds]: { dtype: 'int32', shape, data: new Int32Array(count).fill(1000) },
    [inputNames.tokenTypeIds]: { dtype: 'int32', shape, data: new Int32Array(count) },
    [inputNames.attentionMask]: { dtype: 'uint8', shape, data: new Uint8Array(count).fill(1) },
  };
}
