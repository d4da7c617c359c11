import { type BertConfig, createConfig, initializeParameters, saveModel } from '@bertkit/model';
import { createMemoryFiles, type Files, type Runtime, type TensorData } from '@bertkit/runtime';
import { createNodeRuntime } from '@bertkit/runtime-node';
import { describe, expect, it } from 'vitest';
import { KernelSetError } from './errors.js';
import { loadModel } from './load-model.js';
import { maskedLmHead } from './masked-lm/masked-lm.js';
import { nextSentenceHead } from './next-sentence/next-sentence.js';

const config: BertConfig = {
  ...createConfig('tiny', { vocabSize: 30, maxPositionEmbeddings: 8 }),
  hiddenSize: 16,
  intermediateSize: 24,
  initializerRange: 0.3,
};

const runtime = createNodeRuntime({ threads: 1 });

async function savedModel(dtype: 'F32' | 'F16' = 'F32'): Promise<Files> {
  const files = createMemoryFiles();
  const parameters = initializeParameters(maskedLmHead.parameters(config), config, 5);
  await saveModel(files, { config, parameters, architecture: 'BertForMaskedLM', dtype });
  return files;
}

/** Three sequences: whole, with two padded tokens, and with nothing to attend to at all. */
const shape = [3, 4];
const feeds: Record<string, TensorData> = {
  input_ids: { dtype: 'int32', shape, data: Int32Array.of(2, 7, 9, 3, 2, 3, 0, 0, 5, 6, 7, 8) },
  token_type_ids: { dtype: 'int32', shape, data: Int32Array.of(0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0) },
  attention_mask: { dtype: 'uint8', shape, data: Uint8Array.of(1, 1, 2, 1, 1, 1, 0, 0, 0, 0, 0, 0) },
};

async function logitsOf(files: Files, options: Parameters<typeof loadModel>[3]) {
  await using model = await loadModel(runtime, files, maskedLmHead, options);
  const { logits } = await model.session.run(feeds, { logits: 'data' });
  return logits;
}

const largestDifference = (a: TensorData, b: TensorData) =>
  [...a.data].reduce((largest, value, i) => Math.max(largest, Math.abs(value - b.data[i]!)), 0);

describe('loadModel', () => {
  it('computes the same with fused and with differentiable kernels, padding and all', async () => {
    const files = await savedModel();
    const plain = await logitsOf(files, { kernels: 'differentiable' });
    const fused = await logitsOf(files, { kernels: 'fused' });
    expect(plain.shape).toEqual([3, 4, 30]);
    expect(largestDifference(plain, fused)).toBeLessThan(1e-5);
  });

  it('computes nearly the same with 8-bit weights', async () => {
    const files = await savedModel();
    const exact = [...(await logitsOf(files, {})).data];
    const near = [...(await logitsOf(files, { kernels: 'int8' })).data];
    const dot = (a: number[], b: number[]) => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
    expect(dot(exact, near) / Math.sqrt(dot(exact, exact) * dot(near, near))).toBeGreaterThan(0.995);
    expect(near).not.toEqual(exact);
  });

  it('says what it computes with: float32 unless asked otherwise', async () => {
    const files = await savedModel();
    await using fused = await loadModel(runtime, files, maskedLmHead);
    await using int8 = await loadModel(runtime, files, maskedLmHead, { kernels: 'int8' });
    expect([fused.kernels, int8.kernels]).toEqual(['fused', 'int8']);
  });

  it('widens weights of 16 bits', async () => {
    const exact = await logitsOf(await savedModel(), {});
    const halved = await logitsOf(await savedModel('F16'), {});
    expect(largestDifference(exact, halved)).toBeLessThan(0.02);
    expect(largestDifference(exact, halved)).toBeGreaterThan(0);
  });

  it('refuses kernels that the runtime does not run', async () => {
    const modest: Runtime = Object.assign(Object.create(runtime), {
      kernelSets: ['differentiable'],
      description: 'one',
    });
    const files = await savedModel();
    await expect(loadModel(modest, files, maskedLmHead, { kernels: 'int8' })).rejects.toThrow(KernelSetError);
    await using model = await loadModel(modest, files, maskedLmHead);
    expect(model.kernels).toBe('differentiable');
  });

  it('gives hidden states and attention maps on request, with either kernels', async () => {
    const files = await savedModel();
    for (const kernels of ['differentiable', 'fused'] as const) {
      await using model = await loadModel(runtime, files, maskedLmHead, {
        kernels,
        hiddenStates: true,
        attentions: true,
      });
      const outputs = await model.session.run(feeds);
      const shapes = Object.fromEntries(Object.entries(outputs).map(([name, tensor]) => [name, tensor.shape]));
      expect(shapes).toEqual({
        logits: [3, 4, 30],
        'hidden_states.0': [3, 4, 16],
        'hidden_states.1': [3, 4, 16],
        'hidden_states.2': [3, 4, 16],
        'attentions.0': [3, 2, 4, 4],
        'attentions.1': [3, 2, 4, 4],
      });
      const map = outputs['attentions.1'] as TensorData;
      expect([...map.data.subarray(32, 36)].map((value) => value > 0)).toEqual([true, true, false, false]); // padded
      expect([...map.data.subarray(64, 68)].map((value) => Number(value.toFixed(6)))).toEqual([0.25, 0.25, 0.25, 0.25]);
    }
  });

  it('starts a head that the files lack only when told to', async () => {
    const files = await savedModel();
    await expect(loadModel(runtime, files, nextSentenceHead)).rejects.toThrow('cls.seq_relationship.weight');
    await using model = await loadModel(runtime, files, nextSentenceHead, { seed: 1 });
    expect(model.initialized).toContain('cls.seq_relationship.weight');
    const { logits } = await model.session.run(feeds, { logits: 'data' });
    expect(logits.shape).toEqual([3, 2]);
  });
});
