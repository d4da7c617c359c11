import type { TokenBuffer } from './token-buffer.js';

/**
 * A text, or a pair of texts, as tokens: arrays of one length, an entry for each token.
 *
 * Offsets are `[start, end)` in UTF-16 units of the text the token comes from, the units of JavaScript's strings; see
 * {@link codePointOffsets} for Python's.
 */
export interface Encoding {
  readonly inputIds: Int32Array;
  /** 1 for the second text and its [SEP], else 0. */
  readonly tokenTypeIds: Uint8Array;
  /** 0 for padding, else 1. */
  readonly attentionMask: Uint8Array;
  /** 1 for the [CLS] and [SEP] that were added, and for padding. A [MASK] that stood in the text has 0. */
  readonly specialTokensMask: Uint8Array;
  /**
   * Start and end of each token in turn, so twice as many entries: from where the first character comes from to where
   * the last one does. [0, 0] for added tokens and padding.
   */
  readonly offsets: Int32Array;
  /** The number of the word within its text, a punctuation mark being a word; −1 for added tokens and padding. */
  readonly wordIds: Int32Array;
  /** 0 for the first text, 1 for the second, −1 for added tokens and padding. */
  readonly sequenceIds: Int8Array;
  readonly tokens: readonly string[];
  /** How many tokens truncation has cut off. */
  readonly truncatedCount: number;
}

/** Where and with what an encoding is filled up. */
export interface PaddingOptions {
  /** Tokens to fill up to; what is longer stays so. Default: the longest of the batch. */
  readonly length?: number | undefined;
  /** The length is rounded up to a multiple of this. Default: 1. */
  readonly multipleOf?: number | undefined;
  /** Default: `'right'`. */
  readonly direction?: 'left' | 'right' | undefined;
  /** The token type of padding. Default: 0. */
  readonly tokenTypeId?: number | undefined;
}

/** Tokens `[from, to)` of a buffer, all of one text. */
export interface TokenRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Puts one text or two together: [CLS] A [SEP] (B [SEP]), or A (B) alone.
 *
 * @param vocabulary  id → piece
 * @param template    the ids to add, if any
 */
export function assemble(
  buffer: TokenBuffer,
  ranges: readonly TokenRange[],
  vocabulary: readonly string[],
  template: { readonly clsId: number; readonly sepId: number } | undefined,
  truncatedCount: number,
): Encoding {
  const ownCount = ranges.reduce((sum, { from, to }) => sum + to - from, 0);
  const encoding = blankEncoding(ownCount + (template ? 1 + ranges.length : 0), truncatedCount);
  const { inputIds, tokenTypeIds, specialTokensMask, offsets, wordIds, sequenceIds, tokens } = encoding;
  let at = 0;
  if (template) inputIds[at++] = template.clsId;
  for (const [sequence, { from, to }] of ranges.entries()) {
    inputIds.set(buffer.ids.subarray(from, to), at);
    wordIds.set(buffer.words.subarray(from, to), at);
    specialTokensMask.fill(0, at, at + to - from);
    sequenceIds.fill(sequence, at, at + to - from);
    for (let i = from, o = 2 * at; i < to; i++) {
      offsets[o++] = buffer.starts[i] ?? 0;
      offsets[o++] = buffer.ends[i] ?? 0;
    }
    tokenTypeIds.fill(sequence, at, at + to - from + 1); // with its [SEP]; past the end nothing is filled
    at += to - from;
    if (template) inputIds[at++] = template.sepId;
  }
  for (const id of inputIds) tokens.push(vocabulary[id] ?? '');
  return encoding;
}

/** Fills an encoding up to `length` tokens; a longer one is given back as it is. */
export function pad(
  encoding: Encoding,
  length: number,
  padding: { readonly id: number; readonly token: string; readonly tokenTypeId: number; readonly onLeft: boolean },
): Encoding {
  const missing = length - encoding.inputIds.length;
  if (missing <= 0) return encoding;
  const padded = blankEncoding(length, encoding.truncatedCount);
  const at = padding.onLeft ? missing : 0;
  padded.inputIds.fill(padding.id).set(encoding.inputIds, at);
  padded.tokenTypeIds.fill(padding.tokenTypeId).set(encoding.tokenTypeIds, at);
  padded.attentionMask.fill(0).set(encoding.attentionMask, at);
  padded.specialTokensMask.set(encoding.specialTokensMask, at);
  padded.offsets.set(encoding.offsets, 2 * at);
  padded.wordIds.set(encoding.wordIds, at);
  padded.sequenceIds.set(encoding.sequenceIds, at);
  const filling = new Array<string>(missing).fill(padding.token);
  return { ...padded, tokens: padding.onLeft ? [...filling, ...encoding.tokens] : [...encoding.tokens, ...filling] };
}

/** All entries as those of an added token, but for its id. */
function blankEncoding(length: number, truncatedCount: number): Encoding & { readonly tokens: string[] } {
  return {
    inputIds: new Int32Array(length),
    tokenTypeIds: new Uint8Array(length),
    attentionMask: new Uint8Array(length).fill(1),
    specialTokensMask: new Uint8Array(length).fill(1),
    offsets: new Int32Array(2 * length),
    wordIds: new Int32Array(length).fill(-1),
    sequenceIds: new Int8Array(length).fill(-1),
    tokens: [],
    truncatedCount,
  };
}
