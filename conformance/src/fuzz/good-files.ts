import {
  createConfig,
  encoderParameters,
  type FloatTensor,
  initializeParameters,
  safetensorsChunks,
  serializeConfig,
} from '@bertkit/model';
import { bertDefinition, buildTokenizer, tokenizerFiles } from '@bertkit/tokenizer';
import { concatenate } from './mutate-bytes.js';

/** The files of a directory, by name. */
export type Directory = Readonly<Record<string, Uint8Array>>;

const config = createConfig('tiny', {
  vocabSize: 5,
  hiddenSize: 4,
  numAttentionHeads: 2,
  numHiddenLayers: 1,
  intermediateSize: 3,
  maxPositionEmbeddings: 4,
});

/** The `config.json` of every directory here. */
export function goodConfig(): Directory {
  const written = JSON.parse(serializeConfig(config, { architecture: 'BertModel' })) as object;
  return { 'config.json': new TextEncoder().encode(JSON.stringify({ ...written, num_labels: 3 })) };
}

/** The tensors of a BertModel that fit it. */
export function goodTensors(): ReadonlyMap<string, FloatTensor> {
  return initializeParameters(encoderParameters(config, { pooler: true }), config, 1);
}

export function safetensorsFile(tensors: ReadonlyMap<string, FloatTensor>): Uint8Array {
  return concatenate([...safetensorsChunks(tensors)]);
}

export function goodShards(): Directory {
  const tensors = [...goodTensors()];
  const middle = tensors.length >> 1;
  const shards = { 'one.safetensors': tensors.slice(0, middle), 'two.safetensors': tensors.slice(middle) };
  const places = Object.entries(shards).flatMap(([file, part]) => part.map(([name]) => [name, file]));
  const index = { metadata: { total_size: 0 }, weight_map: Object.fromEntries(places) };
  return {
    ...goodConfig(),
    ...Object.fromEntries(Object.entries(shards).map(([file, part]) => [file, safetensorsFile(new Map(part))])),
    'model.safetensors.index.json': new TextEncoder().encode(JSON.stringify(index)),
  };
}

/** A tokenizer with all parts that a `tokenizer.json` may have. */
export function goodTokenizer(): Directory {
  const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'one', 'two', '##s', '一', ',', '.'];
  const definition = {
    ...bertDefinition({ vocabulary }),
    truncation: { maxLength: 8, stride: 1 },
    padding: { length: 8 },
  };
  const { 'tokenizer.json': json = new Uint8Array(0) } = tokenizerFiles(buildTokenizer(definition));
  return { 'tokenizer.json': json };
}
