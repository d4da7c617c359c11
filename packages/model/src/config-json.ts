import { reasonOf } from '@bertkit/runtime';
import type { BertArchitecture, BertConfig } from './config.js';
import { configFields, type FieldName } from './config-fields.js';
import { whatModelLacks } from './config-other-models.js';
import { ConfigError } from './errors.js';
import { quote } from './quote.js';
import { parseStrictJson } from './strict-json.js';

/**
 * Reads a `config.json`. Absent fields take the defaults of transformers, `model_type` included: Google's own files and
 * TinyBERT's have none. What bertkit would compute otherwise than transformers is refused by name.
 *
 * @param json   the text, or what `JSON.parse` made of it
 * @param where  for messages: the file and its place
 * @throws {ConfigError} with every fault of the file
 */
export function parseConfig(json: unknown, where: string): BertConfig {
  const source = asObject(typeof json === 'string' ? parseJson(json, where) : json, where);
  const problems: string[] = [];
  const faulty = new Set<FieldName>();
  const values: Record<string, unknown> = {};
  for (const [name, field] of entriesOf(configFields)) {
    const stored = Object.hasOwn(source, field.key) ? source[field.key] : undefined;
    const value = stored === undefined ? field.byDefault : field.parse(stored);
    if (value === undefined) {
      faulty.add(name);
      problems.push(`${field.key} is ${quote(stored)}, but must be ${field.expected}.`);
    }
    values[name] = value;
  }
  for (const [key, { isNeutral, because }] of Object.entries(refusedFields)) {
    if (!Object.hasOwn(source, key) || isNeutral(source[key])) continue;
    const reason = typeof because === 'string' ? because : because(source[key]);
    problems.push(`${key} is ${quote(source[key])}: ${reason}.`);
  }
  values['otherFields'] = Object.fromEntries(Object.entries(source).filter(([key]) => !writtenFields.has(key)));
  const config = withNumLabels(values as unknown as BertConfig, source['num_labels'], problems); // each field was parsed above
  for (const { of, problem } of relations) {
    const found = of.some((name) => faulty.has(name)) ? undefined : problem(config);
    if (found !== undefined) problems.push(found);
  }
  if (problems.length > 0) throw new ConfigError({ where, problems });
  return config;
}

/**
 * The text of a `config.json` that transformers reads back: keys sorted, two spaces a level, as it writes them.
 *
 * @param options.architecture  the class to load it into
 * @param options.dtype         of the weights beside it. Default `float32`
 */
export function serializeConfig(
  config: BertConfig,
  { architecture, dtype = 'float32' }: { architecture: BertArchitecture; dtype?: 'float32' | 'float16' },
): string {
  const fields = { ...toFields(config), architectures: [architecture], dtype, model_type: 'bert' };
  const sorted = Object.fromEntries(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1)));
  // transformers refuses a whole number where it declares a float, and JSON.stringify drops the point.
  const json = JSON.stringify(sorted, null, 2).replace(
    /^( {2}"(?:initializer_range|layer_norm_eps)": \d+)(,?)$/gm,
    '$1.0$2',
  );
  return `${json}\n`;
}

/** The fields under their names in `config.json`, as plain JSON values. */
export function toFields(config: BertConfig): Record<string, unknown> {
  const fields: Record<string, unknown> = { ...config.otherFields };
  for (const [name, field] of entriesOf(configFields)) fields[field.key] = config[name];
  if (config.id2label === null) {
    delete fields['id2label'];
  } else {
    fields['id2label'] = Object.fromEntries(config.id2label.map((label, index) => [String(index), label]));
    fields['label2id'] = Object.fromEntries(config.id2label.map((label, index) => [label, index]));
  }
  if (config.problemType === null) delete fields['problem_type'];
  return fields;
}

interface RefusedField {
  readonly isNeutral: (value: unknown) => boolean;
  /** Ends the sentence "FIELD is VALUE: …". */
  readonly because: string | ((value: unknown) => string);
}

/** Fields that ask for another computation than BERT's, unless they say nothing. */
const refusedFields: Record<string, RefusedField> = {
  model_type: { isNeutral: (value) => value === 'bert', because: whatModelLacks },
  is_decoder: {
    isNeutral: (value) => value === false,
    because: 'a causal mask makes another model, which bertkit does not have',
  },
  add_cross_attention: {
    isNeutral: (value) => value === false,
    because: 'cross-attention makes another model, which bertkit does not have',
  },
  position_embedding_type: {
    isNeutral: (value) => value === 'absolute' || value === null,
    because: 'bertkit has "absolute" positions only, and others change the result',
  },
  pruned_heads: {
    isNeutral: (value) => value === null || (typeof value === 'object' && Object.keys(value).length === 0),
    because: 'bertkit has no layers with heads taken out',
  },
  quantization_config: {
    isNeutral: (value) => value === null,
    because: 'bertkit reads weights that are not quantized',
  },
};

/** Fields that are written from what they mean, and so are not among the others. */
const writtenFields: ReadonlySet<string> = new Set([
  ...Object.values(configFields).map((field) => field.key),
  'model_type',
  'num_labels',
  'dtype',
  'torch_dtype', // how transformers 4 spelled dtype
]);

/** In numbers. An allocation above it fails in one engine or the other; it is refused before it is tried. */
const tensorLimit = 2 ** 31 - 1;

/** What must hold between fields; looked at only where each of them is right by itself. */
const relations: readonly { of: readonly FieldName[]; problem: (config: BertConfig) => string | undefined }[] = [
  {
    of: ['hiddenSize', 'numAttentionHeads'],
    problem: ({ hiddenSize, numAttentionHeads }) =>
      hiddenSize % numAttentionHeads === 0
        ? undefined
        : `hidden_size ${hiddenSize} is not a multiple of num_attention_heads ${numAttentionHeads}.`,
  },
  ...(['vocabSize', 'hiddenSize', 'intermediateSize', 'maxPositionEmbeddings', 'typeVocabSize'] as const).map(
    (name) => ({
      of: [name, 'hiddenSize'] as const,
      problem: (config: BertConfig) =>
        config[name] * config.hiddenSize <= tensorLimit
          ? undefined
          : `${configFields[name].key} ${config[name]} times hidden_size ${config.hiddenSize} makes a tensor of more than 2^31 - 1 numbers.`,
    }),
  ),
  {
    of: ['id2label', 'hiddenSize'],
    problem: ({ id2label, hiddenSize }) =>
      (id2label?.length ?? 2) * hiddenSize <= tensorLimit
        ? undefined
        : `${id2label?.length} labels times hidden_size ${hiddenSize} make a tensor of more than 2^31 - 1 numbers.`,
  },
  {
    of: ['padTokenId', 'vocabSize'],
    problem: ({ padTokenId, vocabSize }) =>
      padTokenId === null || padTokenId < vocabSize
        ? undefined
        : `pad_token_id ${padTokenId} is not below vocab_size ${vocabSize}.`,
  },
  {
    of: ['problemType', 'id2label'],
    problem: ({ problemType, id2label }) =>
      problemType === 'single_label_classification' && id2label?.length === 1
        ? 'problem_type "single_label_classification" needs two labels or more, but there is one.'
        : undefined,
  },
];

/** `num_labels` is not a field that transformers saves, but it reads it: labels without names. */
function withNumLabels(config: BertConfig, numLabels: unknown, problems: string[]): BertConfig {
  if (numLabels === undefined || numLabels === null) return config;
  const limit = 1_000_000; // a number in a file must not be able to fill the memory
  if (!Number.isInteger(numLabels) || Number(numLabels) < 1 || Number(numLabels) > limit) {
    problems.push(`num_labels is ${quote(numLabels)}, but must be a whole number from 1 to ${limit}.`);
    return config;
  }
  if (!config.id2label)
    return { ...config, id2label: Array.from({ length: Number(numLabels) }, (_, i) => `LABEL_${i}`) };
  if (config.id2label.length !== numLabels) {
    problems.push(`num_labels is ${numLabels}, but id2label names ${config.id2label.length}.`);
  }
  return config;
}

function parseJson(text: string, where: string): unknown {
  try {
    return parseStrictJson(text);
  } catch (cause) {
    throw new ConfigError({ where, problems: [`This is not sound JSON: ${reasonOf(cause)}.`], cause });
  }
}

function asObject(json: unknown, where: string): Record<string, unknown> {
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json as Record<string, unknown>;
  throw new ConfigError({ where, problems: [`A JSON object is expected, but this is ${quote(json)}.`] });
}

/** `Object.entries`, with the names typed. */
function entriesOf<Table extends object>(table: Table): [keyof Table, Table[keyof Table]][] {
  return Object.entries(table) as [keyof Table, Table[keyof Table]][]; // no subtype with further keys is passed here
}
