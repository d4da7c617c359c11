import type { TensorData } from '@bertkit/runtime';
import type { BertConfig } from './config.js';
import { configFields } from './config-fields.js';

/** A parameter before it has values. */
export interface ParameterSpec {
  /** As transformers names it, with `bert.` before the encoder's. */
  readonly name: string;
  readonly shape: readonly number[];
  /** How it starts: `normal` has mean 0 and the standard deviation `initializerRange`. */
  readonly init: 'normal' | 'zeros' | 'ones';
  /** Where each size of `shape` comes from, for messages. Default: unknown. */
  readonly dimensions?: readonly Dimension[];
}

/** A size by its name in {@link BertConfig}, `numLabels` being the number of labels, or one that is always the same. */
export type Dimension =
  | 'vocabSize'
  | 'hiddenSize'
  | 'intermediateSize'
  | 'maxPositionEmbeddings'
  | 'typeVocabSize'
  | 'numLabels'
  | number;

/** A tensor of the one dtype that parameters are computed in. */
export type FloatTensor = Extract<TensorData, { dtype: 'float32' }>;

/**
 * Values by parameter name. The memory belongs to who asked for the map: every tensor has an array of its own that
 * nothing else reads, to be changed in place by training, and freed by dropping the map.
 */
export type Parameters = ReadonlyMap<string, FloatTensor>;

/** The word table: [V, H]. */
export const wordEmbeddings = 'bert.embeddings.word_embeddings.weight';

/**
 * The parameters of the encoder, in the order of transformers.
 *
 * @param options.pooler  with the dense layer over the first token, which sentence-level heads need
 */
export function encoderParameters(config: BertConfig, { pooler }: { pooler: boolean }): ParameterSpec[] {
  const embeddings = 'bert.embeddings';
  return [
    parameterSpec(config, wordEmbeddings, ['vocabSize', 'hiddenSize'], 'normal'),
    parameterSpec(
      config,
      `${embeddings}.position_embeddings.weight`,
      ['maxPositionEmbeddings', 'hiddenSize'],
      'normal',
    ),
    parameterSpec(config, `${embeddings}.token_type_embeddings.weight`, ['typeVocabSize', 'hiddenSize'], 'normal'),
    ...layerNormParameters(config, `${embeddings}.LayerNorm`),
    ...Array.from({ length: config.numHiddenLayers }, (_, index) => layerParameters(config, index)).flat(),
    ...(pooler ? linearParameters(config, 'bert.pooler.dense', { from: 'hiddenSize', to: 'hiddenSize' }) : []),
  ];
}

function layerParameters(config: BertConfig, index: number): ParameterSpec[] {
  const layer = `bert.encoder.layer.${index}`;
  const square = { from: 'hiddenSize', to: 'hiddenSize' } as const;
  return [
    ...linearParameters(config, `${layer}.attention.self.query`, square),
    ...linearParameters(config, `${layer}.attention.self.key`, square),
    ...linearParameters(config, `${layer}.attention.self.value`, square),
    ...linearParameters(config, `${layer}.attention.output.dense`, square),
    ...layerNormParameters(config, `${layer}.attention.output.LayerNorm`),
    ...linearParameters(config, `${layer}.intermediate.dense`, { from: 'hiddenSize', to: 'intermediateSize' }),
    ...linearParameters(config, `${layer}.output.dense`, { from: 'intermediateSize', to: 'hiddenSize' }),
    ...layerNormParameters(config, `${layer}.output.LayerNorm`),
  ];
}

/** `NAME.weight` [to, from] and `NAME.bias` [to], as `torch.nn.Linear` has them. */
export function linearParameters(
  config: BertConfig,
  name: string,
  { from, to }: { from: Dimension; to: Dimension },
): ParameterSpec[] {
  return [
    parameterSpec(config, `${name}.weight`, [to, from], 'normal'),
    parameterSpec(config, `${name}.bias`, [to], 'zeros'),
  ];
}

/** `NAME.weight` [H] and `NAME.bias` [H]. */
export function layerNormParameters(config: BertConfig, name: string): ParameterSpec[] {
  return [
    parameterSpec(config, `${name}.weight`, ['hiddenSize'], 'ones'),
    parameterSpec(config, `${name}.bias`, ['hiddenSize'], 'zeros'),
  ];
}

/** The number of values in all of them together. */
export function parameterCount(specs: Iterable<{ readonly shape: readonly number[] }>): number {
  let count = 0;
  for (const { shape } of specs) count += elementCount(shape);
  return count;
}

/**
 * The parameters by the part of the model they belong to, in their order: `embeddings`, `encoder.layer.0` …, `pooler`,
 * and the heads' `cls.predictions`, `cls.seq_relationship`, `classifier`, `qa_outputs`.
 */
export function groupParameters<Item extends { readonly name: string }>(specs: Iterable<Item>): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of specs) {
    const part = /^(?:bert\.)?(encoder\.layer\.\d+|cls\.[^.]+|[^.]+)/.exec(item.name)?.[1] ?? item.name;
    const group = groups.get(part);
    if (group === undefined) groups.set(part, [item]);
    else group.push(item);
  }
  return groups;
}

/** The product of the sizes; 1 for a scalar. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** A size as `config.json` has it: `vocab_size 30522`; undefined where the size is no field of it. */
export function describeDimension(config: BertConfig, dimension: Dimension): string | undefined {
  if (typeof dimension === 'number') return undefined;
  const key = dimension === 'numLabels' ? 'num_labels' : configFields[dimension].key;
  return `${key} ${sizeOf(config, dimension)}`;
}

/** A parameter whose shape follows from the config. */
export function parameterSpec(
  config: BertConfig,
  name: string,
  dimensions: readonly Dimension[],
  init: ParameterSpec['init'],
): ParameterSpec {
  return { name, shape: dimensions.map((dimension) => sizeOf(config, dimension)), init, dimensions };
}

function sizeOf(config: BertConfig, dimension: Dimension): number {
  if (typeof dimension === 'number') return dimension;
  // Where no label has a name, transformers takes two.
  return dimension === 'numLabels' ? (config.id2label?.length ?? 2) : config[dimension];
}
