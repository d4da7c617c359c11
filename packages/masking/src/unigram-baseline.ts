import type { PretrainingBatch } from './build-batch.js';
import type { Corpus } from './corpus.js';
import { EmptyCorpusError } from './errors.js';
import { type SpecialTokens, specialFlags } from './masker.js';

/**
 * The loss that knowing nothing but how frequent each token is reaches on masked tokens: what a model must beat before it
 * can be said to read.
 *
 * The mean over the labels of −ln((count + 1) / (N + V)): counts of the training part, over the tokens that may be
 * masked (V of them; special ones have no part in it).
 *
 * @param training  what the frequencies are of
 * @param batches   whose labels are predicted, those of the held-out part
 * @returns         nats a masked token
 * @throws {EmptyCorpusError} the batches have no masked token
 */
export function unigramBaseline(
  training: Corpus,
  batches: Iterable<Pick<PretrainingBatch, 'labels'>>,
  vocabulary: SpecialTokens,
): number {
  const isSpecial = specialFlags(vocabulary);
  const counts = new Float64Array(vocabulary.vocabularySize).fill(1); // add-one smoothing
  const { ids, sentenceStarts, documentStarts, documentEnds } = training;
  for (const [document, start] of documentStarts.entries()) {
    const end = sentenceStarts[documentEnds[document] ?? start] ?? 0;
    for (let i = sentenceStarts[start] ?? 0; i < end; i++) {
      const id = ids[i] ?? 0;
      counts[id] = (counts[id] ?? 0) + 1;
    }
  }
  let total = 0;
  for (const [id, count] of counts.entries()) if (isSpecial[id] === 0) total += count;

  let sum = 0;
  let labelCount = 0;
  for (const { labels } of batches) {
    for (const label of labels) {
      if (label === -100) continue;
      sum -= Math.log((counts[label] ?? 0) / total);
      labelCount++;
    }
  }
  if (labelCount === 0)
    throw new EmptyCorpusError({ source: 'The evaluation', because: 'its batches have no masked token' });
  return sum / labelCount;
}
