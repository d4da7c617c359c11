import { createConfig, initializeParameters, saveModel } from '@bertkit/model';
import { createMemoryFiles, type TensorData } from '@bertkit/runtime';
import { createNodeRuntime } from '@bertkit/runtime-node';
import { afterAll, describe, expect, it } from 'vitest';
import { loadModel } from '../load-model.js';
import { maskedLmHead } from './masked-lm.js';
import { maskedWordsHead } from './masked-words.js';

const runtime = createNodeRuntime({ threads: 1 });
afterAll(() => runtime.dispose());

const config = { ...createConfig('tiny', { vocabSize: 9, maxPositionEmbeddings: 5 }), initializerRange: 0.2 };
const parameters = initializeParameters(maskedLmHead.parameters(config), config, 1);
const int32 = (data: number[], shape: number[]): TensorData => ({ dtype: 'int32', shape, data: Int32Array.from(data) });

describe('maskedWordsHead', () => {
  it('gives the logits that the whole sequences have at those tokens', async () => {
    const files = createMemoryFiles();
    await saveModel(files, { config, parameters, architecture: 'BertForMaskedLM' });
    await using whole = await loadModel(runtime, files, maskedLmHead);
    await using some = await loadModel(runtime, files, maskedWordsHead);
    const feeds: Record<string, TensorData> = {
      input_ids: int32([2, 5, 4, 3, 2, 4, 8, 0], [2, 4]),
      token_type_ids: int32([0, 0, 1, 1, 0, 0, 1, 0], [2, 4]),
      attention_mask: { dtype: 'uint8', shape: [2, 4], data: Uint8Array.of(1, 1, 1, 1, 1, 1, 1, 0) },
    };
    const { logits: all } = await whole.session.run(feeds, { logits: 'data' });
    for (const rows of [
      [1, 3, 4, 6],
      [2, 7],
    ]) {
      const positions = int32(rows, [2, rows.length / 2]);
      const { logits } = await some.session.run({ ...feeds, masked_positions: positions }, { logits: 'data' });
      expect(logits.shape).toEqual([rows.length, 9]);
      const expected = rows.flatMap((row) => [...all.data.subarray(row * 9, (row + 1) * 9)]);
      expect([...logits.data]).toEqual(expected.map((x) => expect.closeTo(x, 5)));
    }
  });
});
