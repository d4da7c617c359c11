import { createMemoryFiles } from '@bertkit/runtime';
import { describe, expect, it } from 'vitest';
import { initializeParameters } from './initialize.js';
import { loadConfig } from './load-config.js';
import { loadParameters } from './load-parameters.js';
import { encoderParameters, type Parameters } from './parameters.js';
import { createConfig } from './published-sizes.js';
import { readSafetensorsHeader } from './safetensors.js';
import { saveModel } from './save-model.js';

const config = createConfig('tiny', { vocabSize: 20, hiddenSize: 8, intermediateSize: 12, maxPositionEmbeddings: 9 });
const specs = encoderParameters(config, { pooler: true });
const parameters = initializeParameters(specs, config, 1);

describe('saveModel', () => {
  it.each(['BertForNextSentencePrediction', 'BertModel'] as const)(
    'writes a %s that loads as it was',
    async (architecture) => {
      const files = createMemoryFiles();
      await saveModel(files, { config, parameters, architecture });
      expect((await files.list()).map(({ name }) => name)).toEqual(['config.json', 'model.safetensors']);
      const read = await loadConfig(files);
      const loaded = await loadParameters(files, read, specs);
      expect({ ...read, otherFields: {} }).toEqual(config);
      expect(loaded).toMatchObject({ unexpected: [], initialized: [] });
      for (const [name, tensor] of parameters) expect(loaded.parameters.get(name)).toEqual(tensor);
    },
  );

  it('stores a bare encoder without bert., as transformers does, and for it', async () => {
    const files = createMemoryFiles();
    await saveModel(files, { config, parameters, architecture: 'BertModel' });
    const { tensors, metadata } = await readSafetensorsHeader(files, 'model.safetensors');
    expect([...tensors.keys()].filter((name) => name.startsWith('bert.'))).toEqual([]);
    expect(tensors.has('pooler.dense.weight')).toBe(true);
    expect(metadata).toEqual({ format: 'pt' });
  });

  it('halves the file on request, and the config says so', async () => {
    const files = createMemoryFiles();
    await saveModel(files, { config, parameters, architecture: 'BertModel', dtype: 'F16' });
    const { tensors } = await readSafetensorsHeader(files, 'model.safetensors');
    expect(new Set([...tensors.values()].map(({ dtype }) => dtype))).toEqual(new Set(['F16']));
    expect(new TextDecoder().decode(await files.read('config.json'))).toContain('"dtype": "float16"');
  });

  it('leaves what was there when a number has no room in F16', async () => {
    const files = createMemoryFiles();
    await saveModel(files, { config, parameters, architecture: 'BertModel' });
    const before = await files.read('model.safetensors');
    const huge: Parameters = new Map([
      ...parameters,
      ['classifier.bias', { dtype: 'float32', shape: [1], data: Float32Array.of(1e6) }],
    ]);
    const saving = saveModel(files, { config, parameters: huge, architecture: 'BertModel', dtype: 'F16' });
    await expect(saving).rejects.toThrow(/"classifier.bias" holds 1000000/);
    expect(await files.read('model.safetensors')).toEqual(before);
  });
});
