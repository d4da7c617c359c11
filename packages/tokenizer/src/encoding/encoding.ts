/**
 * A text, or a pair of texts, as tokens: arrays of one length, an entry for each token.
 *
 * Offsets are `[start, end)` in UTF-16 units of the text the token comes from, the units of JavaScript's strings; see
 * {@link codePointOffsets} for Python's.
 *
 * The arrays are made when they are first read. `inputIds` and `offsets` may be parts of larger arrays that other
 * encodings look into too: to keep few of many encodings, keep copies (`inputIds.slice()`).
 */
export interface Encoding {
  /** Tokens in all, added ones included. */
  readonly length: number;
  readonly inputIds: Int32Array;
  /** 1 for the second text and its [SEP], else 0. */
  readonly tokenTypeIds: Uint8Array;
  /** 0 for padding, else 1. */
  readonly attentionMask: Uint8Array;
  /** 1 for the [CLS] and [SEP] that were added, and for padding. A [MASK] that stood in the text has 0. */
  readonly specialTokensMask: Uint8Array;
  /**
   * Start and end of each token in turn, so twice as many entries: from where the first character comes from to where
   * the last one does. [0, 0] for added tokens and padding. Where words were given, they count from 0 in each word.
   */
  readonly offsets: Int32Array;
  /**
   * The number of the word within its text, a punctuation mark being a word, or that of the word that was given; −1 for
   * added tokens and padding.
   */
  readonly wordIds: Int32Array;
  /** 0 for the first text, 1 for the second, −1 for added tokens and padding. */
  readonly sequenceIds: Int8Array;
  readonly tokens: readonly string[];
  /** How many tokens of the texts are not in it, because truncation has cut them off; they are in {@link overflow}. */
  readonly truncatedCount: number;
  /**
   * What was cut off, as further encodings of the same form, each overlapping the one before by the stride. Of two texts
   * that were both cut, every part of one with every part of the other.
   */
  readonly overflow: readonly Encoding[];
  /** Which input of the batch it comes from. */
  readonly source: number;
}

/** An encoding whose overflow is made when it is first read. */
export function withOverflow(encoding: Omit<Encoding, 'overflow'>, make: () => readonly Encoding[]): Encoding {
  let overflow: readonly Encoding[] | undefined;
  return {
    ...encoding,
    get overflow() {
      overflow ??= make();
      return overflow;
    },
  };
}
