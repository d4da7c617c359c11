import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type BertConfig,
  encoderParameters,
  type FloatTensor,
  initializeParameters,
  type Parameters,
  parameterCount,
  safetensorsChunks,
  saveModel,
} from '@bertkit/model';
import { createNodeFiles } from '@bertkit/runtime-node';
import { JsonLinesPeer } from '../peers/json-lines-peer.js';
import type { Form } from './limits.js';

const shardCount = 3;

/**
 * Writes models of random weights, one for each form that weights come in.
 *
 * @param python  the path of one that has torch and safetensors. Default: no `pytorch_model.bin`
 * @returns       the directory of each
 */
export async function writeForms(
  place: string,
  { config, python, forms }: { config: BertConfig; python: string | undefined; forms: readonly Form[] },
): Promise<Map<Form, string>> {
  const parameters = initializeParameters(encoderParameters(config, { pooler: true }), config, 0);
  const directories = new Map<Form, string>();
  for (const [i, form] of forms.entries()) {
    const directory = join(place, String(i));
    await writers[form](directory, { config, parameters, python });
    directories.set(form, directory);
  }
  return directories;
}

interface Source {
  readonly config: BertConfig;
  readonly parameters: Parameters;
  readonly python: string | undefined;
}

const architecture = 'BertModel';

const writers: Readonly<Record<Form, (directory: string, source: Source) => Promise<void>>> = {
  'F32 safetensors': (directory, { config, parameters }) =>
    saveModel(createNodeFiles(directory), { config, parameters, architecture }),

  'F16 safetensors': (directory, { config, parameters }) =>
    saveModel(createNodeFiles(directory), { config, parameters, architecture, dtype: 'F16' }),

  async 'F32 in shards'(directory, { config, parameters }) {
    const files = createNodeFiles(directory);
    await saveModel(files, { config, parameters, architecture });
    await files.remove('model.safetensors');
    const shards = shardsOf(parameters, shardCount);
    const weightMap: Record<string, string> = {};
    for (const [i, shard] of shards.entries()) {
      const name = `model-${number(i + 1)}-of-${number(shards.length)}.safetensors`;
      await files.write(name, safetensorsChunks(shard));
      for (const parameter of shard.keys()) weightMap[parameter] = name;
    }
    const totalSize = [...parameters.values()].reduce((sum, { data }) => sum + data.byteLength, 0);
    const index = JSON.stringify({ metadata: { total_size: totalSize }, weight_map: weightMap });
    await files.write('model.safetensors.index.json', new TextEncoder().encode(index));
  },

  async 'F32 pytorch_model.bin'(directory, { config, parameters, python }) {
    const files = createNodeFiles(directory);
    await saveModel(files, { config, parameters, architecture });
    const script = fileURLToPath(new URL('../../peers/torch_save.py', import.meta.url));
    const settings = { from: join(directory, 'model.safetensors'), to: join(directory, 'pytorch_model.bin') };
    const peer = await JsonLinesPeer.start('torch.save', python ?? 'python3', [script, JSON.stringify(settings)]);
    await peer.dispose();
    await files.remove('model.safetensors');
  },
};

function number(i: number): string {
  return String(i).padStart(5, '0');
}

/** Neighbouring parameters, in parts of about the same size. */
export function shardsOf(parameters: Parameters, count: number): Parameters[] {
  const shards = Array.from({ length: count }, () => new Map<string, FloatTensor>());
  const total = parameterCount(parameters.values());
  let before = 0;
  for (const [name, tensor] of parameters) {
    shards[Math.floor((before / total) * count)]?.set(name, tensor);
    before += tensor.data.length;
  }
  return shards.filter(({ size }) => size > 0);
}
