/** A tokenizer that is measured, behind the one call that is timed. */
export interface LoadedTokenizer {
  /**
   * Encodes sentences, with special tokens, reads the results as their user would, and lets them go.
   *
   * @returns the number of tokens
   */
  encode(sentences: readonly string[]): number | Promise<number>;
  /** The ids of each sentence; never timed. */
  idsOf(sentences: readonly string[]): readonly ArrayLike<number>[] | Promise<readonly ArrayLike<number>[]>;
}

/** What a tokenizer is made from. */
export interface TokenizerSource {
  /** `vocab.txt` */
  readonly vocabulary: Uint8Array;
  readonly lowercase: boolean;
}

/**
 * What every contestant's file in this folder exports: takes what is not to be timed out of the way, and gives the call
 * that makes a tokenizer of the bytes of a file.
 */
export type Prepare = (source: TokenizerSource) => () => LoadedTokenizer;
