import { Random } from '@bertkit/random';
import type { Corpus } from './corpus.js';
import type { Masker, SpecialTokens } from './masker.js';
import type { SentencePairs } from './next-sentence-pairs.js';

/**
 * A batch of pre-training examples, of fixed shapes: B instances, S tokens each, M places for masked tokens. What a loss
 * must leave out is labelled −100, as PyTorch's cross-entropy has it.
 */
export interface PretrainingBatch {
  /** [CLS] A [SEP] B [SEP] with its masks, then [PAD]. [B * S] */
  readonly inputIds: Int32Array;
  /** 1 from the first token of B to the last [SEP], else 0. [B * S] */
  readonly tokenTypeIds: Int32Array;
  /** 1 for tokens, 0 for padding. [B * S] A row that is all padding shows one place: attention to nothing is undefined. */
  readonly attentionMask: Uint8Array;
  /** `b * S + s` of each masked token of sequence `b`, in its own P = M / B places; `b * S` in those left over. [M] */
  readonly positions: Int32Array;
  /** What each masked token was; −100 in places left over. [M] */
  readonly labels: Int32Array;
  /** 0 where B follows A, 1 where B is random, −100 in rows of padding. [B] */
  readonly nextSentenceLabel: Int32Array;
  /** How many of `labels` are in use. */
  readonly maskedCount: number;
  /** How many tokens are no padding. */
  readonly tokenCount: number;
}

/** An instance of a batch: pair `index` of those of `pass`. */
export interface Instance {
  readonly pass: number | 'evaluation';
  readonly pairs: SentencePairs;
  readonly index: number;
}

/** What all batches of a run have in common. */
export interface BatchRecipe {
  readonly vocabulary: SpecialTokens;
  readonly batchSize: number; // B
  readonly maxSequenceLength: number; // S
  readonly maxPredictionsPerSequence: number; // P
  readonly mask: Masker;
  readonly seed: number;
}

/** Makes a batch; where there are fewer instances than rows, the last rows are padding. */
export function buildBatch(corpus: Corpus, instances: readonly Instance[], recipe: BatchRecipe): PretrainingBatch {
  const { vocabulary, batchSize, maxSequenceLength: S, maxPredictionsPerSequence: P, mask, seed } = recipe;
  const inputIds = new Int32Array(batchSize * S).fill(vocabulary.padId); // [B * S]
  const tokenTypeIds = new Int32Array(batchSize * S); // [B * S]
  const attentionMask = new Uint8Array(batchSize * S); // [B * S]
  const positions = Int32Array.from({ length: batchSize * P }, (_, slot) => Math.floor(slot / P) * S); // [M]
  const labels = new Int32Array(positions.length).fill(-100); // [M]
  const nextSentenceLabel = new Int32Array(batchSize).fill(-100); // [B]
  let maskedCount = 0;
  let tokenCount = 0;

  for (const [row, { pass, pairs, index }] of instances.entries()) {
    const start = row * S;
    const { firstLength, length } = writePair(inputIds.subarray(start, start + S), corpus, pairs, index, vocabulary);
    tokenTypeIds.fill(1, start + firstLength, start + length);
    attentionMask.fill(1, start, start + length);
    nextSentenceLabel[row] = pairs.isRandomNext[index] ?? 0;

    const slots = [row * P, (row + 1) * P] as const;
    const places = positions.subarray(...slots);
    const random = new Random(seed, 'mask', pass, index);
    const count = mask(inputIds.subarray(start, start + length), random, places, labels.subarray(...slots));
    for (let i = 0; i < count; i++) places[i] = start + (places[i] ?? 0);
    maskedCount += count;
    tokenCount += length;
  }
  for (let row = instances.length; row < batchSize; row++) {
    inputIds[row * S] = vocabulary.clsId;
    attentionMask[row * S] = 1;
  }
  return { inputIds, tokenTypeIds, attentionMask, positions, labels, nextSentenceLabel, maskedCount, tokenCount };
}

/** Writes [CLS] A [SEP] B [SEP]. Gives the length up to the first [SEP], and of the whole. */
function writePair(
  row: Int32Array,
  { ids }: Corpus,
  pairs: SentencePairs,
  index: number,
  { clsId, sepId }: SpecialTokens,
): { firstLength: number; length: number } {
  const aStart = pairs.aStarts[index] ?? 0;
  const aLength = pairs.aLengths[index] ?? 0;
  const bStart = pairs.bStarts[index] ?? 0;
  const bLength = pairs.bLengths[index] ?? 0;
  row[0] = clsId;
  row.set(ids.subarray(aStart, aStart + aLength), 1);
  row[1 + aLength] = sepId;
  row.set(ids.subarray(bStart, bStart + bLength), 2 + aLength);
  row[2 + aLength + bLength] = sepId;
  return { firstLength: aLength + 2, length: aLength + bLength + 3 };
}
