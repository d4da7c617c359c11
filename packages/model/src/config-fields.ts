import { type BertConfig, hiddenActs } from './config.js';

export type FieldName = Exclude<keyof BertConfig, 'otherFields'>;

/** A field of `config.json`: its name there, its default in transformers, and what it may hold. */
export interface ConfigField<Value> {
  readonly key: string;
  readonly byDefault: Value;
  /** The value, or undefined where it is not what is expected. */
  readonly parse: (stored: unknown) => Value | undefined;
  /** Ends the sentence "… must be". */
  readonly expected: string;
}

interface Kind<Value> {
  readonly parse: (stored: unknown) => Value | undefined;
  readonly expected: string;
}

const size = wholeNumber(1, 2 ** 31 - 1);
// Its bound keeps a number in a file from making billions of parameters; DeepNet (Wang et al. 2022) has 1 000.
const layers = wholeNumber(0, 10_000);
const probability = numberBetween(0, 1);
const flag: Kind<boolean> = {
  parse: (stored) => (typeof stored === 'boolean' ? stored : undefined),
  expected: 'true or false',
};
const labels: Kind<readonly string[] | null> = {
  parse: parseLabels,
  expected: 'an object that gives each of the keys "0", "1", … a name',
};

/** The one translation between {@link BertConfig} and `config.json`, both ways. */
export const configFields: { readonly [Name in FieldName]: ConfigField<BertConfig[Name]> } = {
  vocabSize: { key: 'vocab_size', byDefault: 30522, ...size },
  hiddenSize: { key: 'hidden_size', byDefault: 768, ...size },
  numHiddenLayers: { key: 'num_hidden_layers', byDefault: 12, ...layers },
  numAttentionHeads: { key: 'num_attention_heads', byDefault: 12, ...size },
  intermediateSize: { key: 'intermediate_size', byDefault: 3072, ...size },
  hiddenAct: { key: 'hidden_act', byDefault: 'gelu', ...oneOf(hiddenActs) },
  hiddenDropoutProb: { key: 'hidden_dropout_prob', byDefault: 0.1, ...probability },
  attentionProbsDropoutProb: { key: 'attention_probs_dropout_prob', byDefault: 0.1, ...probability },
  classifierDropout: { key: 'classifier_dropout', byDefault: null, ...orNull(probability) },
  maxPositionEmbeddings: { key: 'max_position_embeddings', byDefault: 512, ...size },
  typeVocabSize: { key: 'type_vocab_size', byDefault: 2, ...size },
  initializerRange: { key: 'initializer_range', byDefault: 0.02, ...numberBetween(0, Number.MAX_VALUE) },
  layerNormEps: { key: 'layer_norm_eps', byDefault: 1e-12, ...numberBetween(0, Number.MAX_VALUE) },
  padTokenId: { key: 'pad_token_id', byDefault: 0, ...orNull(wholeNumber(0, 2 ** 31 - 1)) },
  tieWordEmbeddings: { key: 'tie_word_embeddings', byDefault: true, ...flag },
  id2label: { key: 'id2label', byDefault: null, ...labels },
  problemType: {
    key: 'problem_type',
    byDefault: null,
    ...orNull(oneOf(['regression', 'single_label_classification', 'multi_label_classification'] as const)),
  },
};

function wholeNumber(min: number, max: number): Kind<number> {
  return {
    parse: (stored) => (Number.isInteger(stored) ? numberBetween(min, max).parse(stored) : undefined),
    expected: `a whole number from ${min} to ${max}`,
  };
}

function numberBetween(min: number, max: number): Kind<number> {
  return {
    parse: (stored) => (typeof stored === 'number' && stored >= min && stored <= max ? stored : undefined),
    expected: max === Number.MAX_VALUE ? `a number, ${min} or more` : `a number from ${min} to ${max}`,
  };
}

function oneOf<const Names extends readonly string[]>(names: Names): Kind<Names[number]> {
  return {
    parse: (stored) => names.find((name) => name === stored),
    expected: `one of ${names.join(', ')}`,
  };
}

function orNull<Value>({ parse, expected }: Kind<Value>): Kind<Value | null> {
  return { parse: (stored) => (stored === null ? null : parse(stored)), expected: `${expected}, or null` };
}

/** `{"0": "no", "1": "yes"}` as a list. Keys with gaps are refused: no row of a classifier would answer to them. */
function parseLabels(stored: unknown): readonly string[] | null | undefined {
  if (stored === null) return null;
  if (typeof stored !== 'object' || Array.isArray(stored)) return undefined;
  const names: Record<string, unknown> = { ...stored };
  const list = Array.from({ length: Object.keys(names).length }, (_, index) => names[String(index)]);
  return list.length > 0 && list.every((name) => typeof name === 'string') ? list : undefined;
}
