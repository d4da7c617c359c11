/**
 * What a BERT is: the fields of a `config.json` that have an effect, named as in transformers but in camelCase, and the
 * others in {@link otherFields}.
 */
export interface BertConfig {
  /** V. Default 30522. */
  readonly vocabSize: number;
  /** H, a multiple of `numAttentionHeads`. Default 768. */
  readonly hiddenSize: number;
  /** L. Default 12. */
  readonly numHiddenLayers: number;
  /** A. Default 12. */
  readonly numAttentionHeads: number;
  /** I, the inner size of the feed-forward part. Default 3072. */
  readonly intermediateSize: number;
  /** Of the feed-forward part and of the masked-LM head; the pooler's is always tanh. Default `gelu`. */
  readonly hiddenAct: HiddenAct;
  /** In training, of what a part of a layer adds. A probability; default 0.1. */
  readonly hiddenDropoutProb: number;
  /** In training, of the attention probabilities. Default 0.1. */
  readonly attentionProbsDropoutProb: number;
  /** In training, before a classifier. Default null: as `hiddenDropoutProb`. */
  readonly classifierDropout: number | null;
  /** The longest sequence, in tokens. Default 512. */
  readonly maxPositionEmbeddings: number;
  /** The number of segments. Default 2. */
  readonly typeVocabSize: number;
  /** Standard deviation of new weights. Default 0.02. */
  readonly initializerRange: number;
  /** Added to the variance in every LayerNorm. Default 1e-12. */
  readonly layerNormEps: number;
  /** The row of the word table that starts at 0 and learns nothing from lookups; null: none. Default 0. */
  readonly padTokenId: number | null;
  /** Whether the masked-LM decoder is the word table. Default true. */
  readonly tieWordEmbeddings: boolean;
  /** Names of a classifier's labels; null: the file names none, and transformers takes two. */
  readonly id2label: readonly string[] | null;
  /** The loss of sequence classification; null: follows from the labels. */
  readonly problemType: ProblemType | null;
  /** Fields without effect here, under the names of the file, kept for saving. */
  readonly otherFields: Readonly<Record<string, unknown>>;
}

export type ProblemType = 'regression' | 'single_label_classification' | 'multi_label_classification';

/** The class that transformers loads a checkpoint into, as `architectures` of a `config.json` names it. */
export type BertArchitecture =
  | 'BertModel'
  | 'BertForPreTraining'
  | 'BertForMaskedLM'
  | 'BertForNextSentencePrediction'
  | 'BertForSequenceClassification'
  | 'BertForMultipleChoice'
  | 'BertForTokenClassification'
  | 'BertForQuestionAnswering';

/** The activations that `hidden_act` may name, spelled as in transformers. */
export const hiddenActs = [
  'gelu',
  'gelu_python',
  'gelu_new',
  'gelu_pytorch_tanh',
  'gelu_python_tanh',
  'gelu_fast',
  'quick_gelu',
  'relu',
  'silu',
  'swish',
  'tanh',
  'sigmoid',
  'mish',
  'gelu_10',
] as const;

export type HiddenAct = (typeof hiddenActs)[number];
