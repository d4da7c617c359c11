import type { Corpus } from './corpus.js';

/**
 * A short name for a corpus' content, to be kept with a checkpoint: a run resumes exactly only on the same tokens, in
 * the same sentences and documents. The same for the same content, however it is stored.
 *
 * It is MurmurHash3 (Appleby's x86, 32 bits) with two seeds, 64 bits together: good against mistakes, not against
 * forgers. A billion tokens take a few seconds.
 *
 * @returns 16 hexadecimal digits
 */
export function corpusFingerprint(corpus: Corpus): string {
  return hash(corpus, 0x243f6a88) + hash(corpus, 0x13198a2e); // digits of π
}

function hash({ ids, sentenceStarts, documentStarts, documentEnds }: Corpus, seed: number): string {
  let state = seed;
  let wordCount = 0;
  for (const [document, firstSentence] of documentStarts.entries()) {
    const endSentence = documentEnds[document] ?? firstSentence;
    state = addWord(state, endSentence - firstSentence);
    for (let sentence = firstSentence; sentence < endSentence; sentence++) {
      const start = sentenceStarts[sentence] ?? 0;
      const end = sentenceStarts[sentence + 1] ?? start;
      state = addWord(state, end - start);
      for (let i = start; i < end; i++) state = addWord(state, ids[i] ?? 0);
      wordCount += end - start + 1;
    }
    wordCount++;
  }
  return finish(state, wordCount * 4)
    .toString(16)
    .padStart(8, '0');
}

/** The body of MurmurHash3 for one 32-bit word. */
export function addWord(state: number, word: number): number {
  let k = Math.imul(word, 0xcc9e2d51);
  k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
  const h = state ^ k;
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
}

/** The end of MurmurHash3, given the length in bytes. */
export function finish(state: number, byteLength: number): number {
  let h = state ^ byteLength;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
