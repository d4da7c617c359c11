import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConfig, encoderParameters, loadParameters } from '@bertkit/model';
import { createNodeFiles } from '@bertkit/runtime-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shardsOf, writeForms } from './forms.js';

let place: string;
beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'bertkit-forms-'));
});
afterAll(() => rm(place, { recursive: true }));

const config = createConfig('tiny', { vocabSize: 50, hiddenSize: 16, intermediateSize: 32, numHiddenLayers: 2 });
const specs = encoderParameters(config, { pooler: true });

describe('writeForms', () => {
  it('writes the same weights in every form', async () => {
    const forms = ['F32 safetensors', 'F32 in shards', 'F16 safetensors'] as const;
    const directories = await writeForms(place, { config, python: undefined, forms });
    expect([...directories.keys()]).toEqual(forms);
    const [whole, shards, half] = await Promise.all(
      [...directories.values()].map((directory) => loadParameters(createNodeFiles(directory), config, specs)),
    );
    for (const [name, { data }] of whole!.parameters) {
      expect(shards!.parameters.get(name)!.data).toEqual(data);
      const rounded = half!.parameters.get(name)!.data;
      expect(data.every((value, i) => Math.abs(value - rounded[i]!) <= Math.abs(value) / 1024 + 1e-7)).toBe(true);
    }
    const names = (await createNodeFiles(directories.get('F32 in shards')!).list()).map(({ name }) => name);
    expect(names.filter((name) => name.endsWith('.safetensors'))).toHaveLength(3);
  });
});

describe('shardsOf', () => {
  const tensor = (length: number) => ({ dtype: 'float32' as const, shape: [length], data: new Float32Array(length) });
  const parameters = new Map([3, 1, 4, 1, 5].map((length, i) => [String(i), tensor(length)]));

  it('keeps every parameter, in order', () => {
    for (const count of [1, 2, 3, 100]) {
      const names = shardsOf(parameters, count).flatMap((shard) => [...shard.keys()]);
      expect(names).toEqual(['0', '1', '2', '3', '4']);
    }
  });

  it('makes parts of about the same size', () => {
    const sizes = shardsOf(parameters, 2).map((shard) =>
      [...shard.values()].reduce((sum, { data }) => sum + data.length, 0),
    );
    expect(sizes).toEqual([8, 6]); // of 14
  });
});
