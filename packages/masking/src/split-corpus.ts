import { Random } from '@bertkit/random';
import { type Corpus, countCorpus } from './corpus.js';
import { CorpusTooSmallError, MaskingOptionError } from './errors.js';

export interface SplitCorpusOptions {
  /** Which part of the tokens is held out, in (0, 1). Default: 0.02. */
  share?: number;
  seed: number;
}

/**
 * Holds out a part of a corpus to evaluate on: documents taken at random while they fit into the share. Where a
 * document is too long for that (a corpus of few long documents, or of one), its last sentences are held out and the
 * others stay in training. Both parts have two sentences at least, and share the token ids with the whole.
 *
 * @throws {CorpusTooSmallError} the corpus cannot be split so
 */
export function splitCorpus(
  corpus: Corpus,
  { share = 0.02, seed }: SplitCorpusOptions,
): { training: Corpus; heldOut: Corpus } {
  if (!(share > 0 && share < 1)) {
    throw new MaskingOptionError({ option: 'share', value: share, expected: 'it must lie between 0 and 1' });
  }
  const { sentenceStarts, documentStarts, documentEnds } = corpus;
  const tokensBetween = (start: number, end: number) => (sentenceStarts[end] ?? 0) - (sentenceStarts[start] ?? 0);
  const whole = countCorpus(corpus);
  const target = whole.tokenCount * share;

  /** Per document: the first sentence that is held out; its end where none is. */
  const cuts = documentEnds.slice();
  let heldTokens = 0;
  let heldSentences = 0;
  for (const document of new Random(seed, 'held-out').permutation(documentStarts.length)) {
    const start = documentStarts[document] ?? 0;
    const end = documentEnds[document] ?? 0;
    const fits = heldTokens + tokensBetween(start, end) <= target;
    if (!fits && heldTokens >= target / 2 && heldSentences >= 2) break;
    let cut = end;
    while (cut > start) {
      const isNeeded = cut === end || heldSentences + end - cut < 2;
      if (!isNeeded && heldTokens + tokensBetween(cut - 1, end) > target) break;
      cut--;
    }
    cuts[document] = cut;
    heldTokens += tokensBetween(cut, end);
    heldSentences += end - cut;
  }
  if (heldSentences < 2 || whole.sentenceCount - heldSentences < 2) {
    const needed = `a held-out share of ${share} would leave fewer than two for one of the parts`;
    throw new CorpusTooSmallError({ sentenceCount: whole.sentenceCount, needed });
  }
  return { training: restrict(corpus, documentStarts, cuts), heldOut: restrict(corpus, cuts, documentEnds) };
}

/** The same corpus with other ranges of sentences as its documents; empty ones are left out. */
function restrict(corpus: Corpus, starts: Uint32Array, ends: Uint32Array): Corpus {
  const isFilled = (start: number, document: number) => start < (ends[document] ?? 0);
  return {
    ids: corpus.ids,
    sentenceStarts: corpus.sentenceStarts,
    documentStarts: starts.filter(isFilled),
    documentEnds: ends.filter((end, document) => (starts[document] ?? 0) < end),
  };
}
