/** How token vectors become one vector, spelled as in a sentence-transformers directory. */
export const poolings = ['cls', 'max', 'mean', 'mean_sqrt_len_tokens', 'weightedmean', 'lasttoken'] as const;

export type Pooling = (typeof poolings)[number];

export const similarities = ['cosine', 'dot', 'euclidean', 'manhattan'] as const;

/** What two embeddings are compared by: the model was trained for it. */
export type Similarity = (typeof similarities)[number];

/** How a model makes an embedding of a text: what a sentence-transformers directory says beside its BERT. */
export interface SentenceSettings {
  /** One or more, whose vectors are joined in this order. */
  readonly pooling: readonly Pooling[];
  /** Whether embeddings are scaled to length 1, before anything is cut off. */
  readonly normalize: boolean;
  /** Whether the tokens of a prompt, [CLS] included, are pooled with those of the text. Attended to they always are. */
  readonly includePrompt: boolean;
  /** Texts to be put before the input as they are, by name. `query` and `document` are always among them. */
  readonly prompts: Readonly<Record<string, string>>;
  /** The prompt of a text for which none is named; null: none. */
  readonly defaultPromptName: string | null;
  readonly similarity: Similarity;
  /** Texts are cut to so many tokens, `[CLS]` and `[SEP]` included. */
  readonly maxSequenceLength: number;
  /** Whether texts are lowercased, whatever the tokenizer's own files say. */
  readonly doLowerCase: boolean;
}
