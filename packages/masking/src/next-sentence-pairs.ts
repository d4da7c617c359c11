import { Random } from '@bertkit/random';
import { checkProbability, checkWhole } from './check-option.js';
import { type Corpus, countCorpus } from './corpus.js';
import { CorpusTooSmallError } from './errors.js';
import { GrowingArray } from './growing-array.js';

/**
 * Pairs of text A and B, as ranges of a corpus' token ids: pair `i` is `aLengths[i]` tokens from `aStarts[i]` on, and
 * `bLengths[i]` tokens from `bStarts[i]` on. All lengths are 1 or more.
 */
export interface SentencePairs {
  readonly count: number;
  readonly aStarts: Uint32Array;
  readonly aLengths: Uint16Array;
  readonly bStarts: Uint32Array;
  readonly bLengths: Uint16Array;
  /** 1: B is from elsewhere. 0: B follows A. */
  readonly isRandomNext: Uint8Array;
  /** Tokens cut off, as A and B together were longer than allowed. */
  readonly truncatedTokenCount: number;
}

export interface NextSentencePairsOptions {
  /** Of [CLS] A [SEP] B [SEP], so A and B have three less together. At least 5, at most 65 535. */
  maxSequenceLength: number;
  /** How often a document aims at a shorter length, drawn from 2 up, to know short inputs too. Default: 0.1. */
  shortSequenceProbability?: number;
  seed: number;
  /** Each pass over the corpus makes other pairs, in another order; that of evaluation is unlike all passes of training. */
  pass: number | 'evaluation';
}

/**
 * Makes the next-sentence pairs of one pass over a corpus, in random order: a function of its arguments alone.
 *
 * As Google's `create_pretraining_data.py` (`create_instances_from_document`): sentences are collected up to the length
 * aimed at; A is the first few of them, a number drawn; with probability 0.5, and always if there is but one sentence,
 * B is from another document and the sentences not used go back; else B is the rest. What is too long loses tokens from
 * the front or the back of the longer side, by a draw each.
 *
 * It differs in its generator, and in how another document is drawn: once among the others, instead of up to ten times
 * among all. In a corpus of one document a random B is from elsewhere in it: neither A nor what follows A (if there is
 * nothing else, B does follow A).
 *
 * @throws {CorpusTooSmallError} the corpus has one sentence only
 * @see Devlin et al. 2019, section 3.1 and appendix A.2
 */
export function nextSentencePairs(
  corpus: Corpus,
  { maxSequenceLength, shortSequenceProbability = 0.1, seed, pass }: NextSentencePairsOptions,
): SentencePairs {
  checkWhole('maxSequenceLength', maxSequenceLength, 5, 65_535);
  checkProbability('shortSequenceProbability', shortSequenceProbability);
  if (pass !== 'evaluation') checkWhole('pass', pass, 0);
  const { sentenceCount } = countCorpus(corpus);
  if (sentenceCount < 2) throw new CorpusTooSmallError({ sentenceCount, needed: 'a pair takes two' });

  const { documentStarts, documentEnds, sentenceStarts } = corpus;
  const tokensBetween = (start: number, end: number) => (sentenceStarts[end] ?? 0) - (sentenceStarts[start] ?? 0);
  const maxTokens = maxSequenceLength - 3; // [CLS], [SEP], [SEP]
  const random = new Random(seed, 'pairs', pass);
  const pairs = new PairList(sentenceStarts, maxTokens, random);

  for (const [document, first] of documentStarts.entries()) {
    const end = documentEnds[document] ?? first;
    const target = random.float() < shortSequenceProbability ? 2 + random.below(maxTokens - 1) : maxTokens;
    for (let start = first; start < end; ) {
      let chunkEnd = start + 1;
      while (chunkEnd < end && tokensBetween(start, chunkEnd) < target) chunkEnd++;
      const size = chunkEnd - start;
      const aEnd = start + 1 + (size > 2 ? random.below(size - 1) : 0);

      const isRandomNext = size === 1 || random.float() < 0.5;
      const elsewhere = isRandomNext ? drawElsewhere(corpus, document, start, aEnd, random) : undefined;
      if (elsewhere === undefined) {
        const bEnd = Math.max(chunkEnd, aEnd + 1);
        pairs.add(start, aEnd, aEnd, bEnd, 0);
        start = bEnd;
      } else {
        let bEnd = elsewhere.start + 1;
        const bTarget = target - tokensBetween(start, aEnd);
        while (bEnd < elsewhere.end && tokensBetween(elsewhere.start, bEnd) < bTarget) bEnd++;
        pairs.add(start, aEnd, elsewhere.start, bEnd, 1);
        start = aEnd; // what A left of the chunk goes back
      }
    }
  }
  return pairs.shuffled(new Random(seed, 'order', pass));
}

/** Where a random B begins, and how far it may go: sentences. Nothing where the corpus is A and what follows it. */
function drawElsewhere(
  { documentStarts, documentEnds }: Corpus,
  document: number,
  aStart: number,
  aEnd: number,
  random: Random,
): { start: number; end: number } | undefined {
  if (documentStarts.length > 1) {
    const drawn = random.below(documentStarts.length - 1);
    const other = drawn < document ? drawn : drawn + 1;
    const first = documentStarts[other] ?? 0;
    const end = documentEnds[other] ?? 0;
    return { start: first + random.below(end - first), end };
  }
  const first = documentStarts[0] ?? 0;
  const end = documentEnds[0] ?? 0;
  const before = aStart - first;
  const after = Math.max(0, end - (aEnd + 1));
  if (before + after === 0) return undefined;
  const drawn = random.below(before + after);
  return drawn < before ? { start: first + drawn, end: aStart } : { start: aEnd + 1 + drawn - before, end };
}

/** Pairs as they are made: cut to length, then kept in typed arrays. */
class PairList {
  private readonly sentenceStarts: Uint32Array;
  private readonly maxTokens: number;
  private readonly random: Random;
  private readonly aStarts = new GrowingArray(Uint32Array);
  private readonly aLengths = new GrowingArray(Uint16Array);
  private readonly bStarts = new GrowingArray(Uint32Array);
  private readonly bLengths = new GrowingArray(Uint16Array);
  private readonly isRandomNext = new GrowingArray(Uint8Array);
  private truncatedTokenCount = 0;

  constructor(sentenceStarts: Uint32Array, maxTokens: number, random: Random) {
    this.sentenceStarts = sentenceStarts;
    this.maxTokens = maxTokens;
    this.random = random;
  }

  /** Adds a pair, given as ranges of sentences. */
  add(aFirst: number, aEnd: number, bFirst: number, bEnd: number, isRandomNext: 0 | 1): void {
    let aStart = this.sentenceStarts[aFirst] ?? 0;
    let bStart = this.sentenceStarts[bFirst] ?? 0;
    let aLength = (this.sentenceStarts[aEnd] ?? 0) - aStart;
    let bLength = (this.sentenceStarts[bEnd] ?? 0) - bStart;
    for (; aLength + bLength > this.maxTokens; this.truncatedTokenCount++) {
      const fromFront = this.random.below(2);
      if (aLength > bLength) {
        aStart += fromFront;
        aLength--;
      } else {
        bStart += fromFront;
        bLength--;
      }
    }
    this.aStarts.push(aStart);
    this.aLengths.push(aLength);
    this.bStarts.push(bStart);
    this.bLengths.push(bLength);
    this.isRandomNext.push(isRandomNext);
  }

  shuffled(random: Random): SentencePairs {
    const order = random.permutation(this.aStarts.length);
    const inOrder = <A extends Uint8Array | Uint16Array | Uint32Array>(numbers: A): A => {
      const source = numbers.slice();
      for (const [to, from] of order.entries()) numbers[to] = source[from] ?? 0;
      return numbers;
    };
    return {
      count: order.length,
      aStarts: inOrder(this.aStarts.toArray()),
      aLengths: inOrder(this.aLengths.toArray()),
      bStarts: inOrder(this.bStarts.toArray()),
      bLengths: inOrder(this.bLengths.toArray()),
      isRandomNext: inOrder(this.isRandomNext.toArray()),
      truncatedTokenCount: this.truncatedTokenCount,
    };
  }
}
