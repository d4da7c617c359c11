/** What a process that makes vectors of texts is told: from text to pooled vectors. */
export interface PipelineSettings {
  /** The model's. */
  readonly directory: string;
  readonly dtype: Dtype;
  readonly threads: number;
  /** The path of the sentences, one a line. */
  readonly sentences: string;
  /** Those it will be asked for; empty where it makes batches as it likes. */
  readonly batchSizes: readonly number[];
  /** Single texts, by how many tokens they have. */
  readonly texts: Readonly<Record<string, string>>;
  /** For those that must be told what the model's files say. */
  readonly pooling: 'mean' | 'cls';
  readonly normalize: boolean;
  /** The path to write all vectors to: float32, in the order of the sentences. */
  readonly vectors: string;
}

/** What a process that runs the encoder on ready batches is told. */
export interface EncoderSettings {
  readonly directory: string;
  readonly dtype: Dtype;
  readonly threads: number;
  /** The path of an {@link EncoderBatches}. */
  readonly batches: string;
}

/** Of weights: `int8` is quantised, with each contestant's own way of it. */
export type Dtype = 'fp32' | 'int8';

/** As JSON, so that all read the same. */
export interface EncoderBatches {
  /** The sentences, as bertkit puts them together. */
  readonly sentences: readonly TokenBatch[];
  /** 8 sequences of 128 tokens. */
  readonly block: TokenBatch;
}

/** Token ids and mask, row by row; the token types are 0. */
export interface TokenBatch {
  /** `[B, S]` */
  readonly shape: readonly [number, number];
  readonly inputIds: readonly number[];
  readonly attentionMask: readonly number[];
}

/** All sentences once, in batches of this size; `undefined`: in batches of the contestant's own. Gives `seconds`. */
export function passRequest(batchSize: number | undefined): string {
  return batchSize === undefined ? 'pass' : `pass ${batchSize}`;
}

/** One text of so many tokens. Gives `seconds`, the median of many times. */
export function textRequest(tokens: number): string {
  return `text ${tokens}`;
}

/** Writes the vectors of all sentences, and gives their `dimension`. */
export const vectorsRequest = 'vectors';

/** All batches of an {@link EncoderBatches}'s sentences once. Gives `seconds`. */
export const sentencesRequest = 'sentences';

/** The block of an {@link EncoderBatches}. Gives `seconds`, the median of some times. */
export const blockRequest = 'block';
