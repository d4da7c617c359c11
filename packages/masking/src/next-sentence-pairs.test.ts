import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Corpus, createCorpus } from './corpus.js';
import { nextSentencePairs, type SentencePairs } from './next-sentence-pairs.js';

/** A corpus of sentences of these lengths, per document; each token is its own place, modulo the vocabulary. */
function corpusOf(lengths: number[][]): Promise<Corpus> {
  let next = 0;
  const encode = (length: string) => Array.from({ length: Number(length) }, () => next++ % 60_000);
  return createCorpus(
    lengths.map((document) => document.map(String)),
    { encode, vocabularySize: 60_000 },
  );
}

/** The document that a token belongs to. */
function documentOf({ sentenceStarts, documentEnds }: Corpus, token: number): number {
  return documentEnds.findIndex((end) => token < sentenceStarts[end]!);
}

const rows = (pairs: SentencePairs) =>
  Array.from({ length: pairs.count }, (_, i) => ({
    aStart: pairs.aStarts[i]!,
    aEnd: pairs.aStarts[i]! + pairs.aLengths[i]!,
    bStart: pairs.bStarts[i]!,
    bEnd: pairs.bStarts[i]! + pairs.bLengths[i]!,
    isRandomNext: pairs.isRandomNext[i]!,
  }));

const sentence = fc.integer({ min: 1, max: 12 });
const documents = fc.array(fc.array(sentence, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 8 });
const corpora = documents.filter((lengths) => lengths.flat().length >= 2);
const options = fc.record({
  maxSequenceLength: fc.integer({ min: 5, max: 40 }),
  shortSequenceProbability: fc.constantFrom(0, 0.1, 1),
  seed: fc.integer(),
  pass: fc.oneof(fc.nat(), fc.constant('evaluation' as const)),
});

describe('nextSentencePairs', () => {
  it('makes two parts that are not empty, and never longer than asked', async () => {
    await fc.assert(
      fc.asyncProperty(corpora, options, async (lengths, options) => {
        for (const { aStart, aEnd, bStart, bEnd } of rows(nextSentencePairs(await corpusOf(lengths), options))) {
          expect(aEnd - aStart).toBeGreaterThan(0);
          expect(bEnd - bStart).toBeGreaterThan(0);
          expect(aEnd - aStart + bEnd - bStart + 3).toBeLessThanOrEqual(options.maxSequenceLength);
        }
      }),
    );
  });

  it('takes a random B from another document, and a true one from what follows A', async () => {
    await fc.assert(
      fc.asyncProperty(corpora, options, async (lengths, options) => {
        const corpus = await corpusOf(lengths);
        for (const { aStart, aEnd, bStart, bEnd, isRandomNext } of rows(nextSentencePairs(corpus, options))) {
          const [a, b] = [documentOf(corpus, aStart), documentOf(corpus, bStart)];
          expect(documentOf(corpus, aEnd - 1)).toBe(a);
          expect(documentOf(corpus, bEnd - 1)).toBe(b);
          if (lengths.length > 1) expect(a === b).toBe(isRandomNext === 0);
          if (isRandomNext === 0) expect(bStart).toBeGreaterThanOrEqual(aEnd);
        }
      }),
    );
  });

  it('takes a random B from elsewhere in a corpus of one document: not from A, not from what follows it', async () => {
    const corpus = await corpusOf([[3, 4, 5, 3, 4, 5, 3, 4]]);
    const pairs = Array.from({ length: 200 }, (_, pass) =>
      nextSentencePairs(corpus, { maxSequenceLength: 64, seed: 1, pass }),
    );
    const random = pairs.flatMap(rows).filter(({ isRandomNext }) => isRandomNext === 1);
    expect(random.length).toBeGreaterThan(50);
    for (const { aStart, aEnd, bStart, bEnd } of random) {
      expect(bStart === aEnd).toBe(false);
      expect(bEnd <= aStart || bStart > aEnd).toBe(true);
    }
  });

  it('puts every sentence into an A or a true B where none is cut', async () => {
    await fc.assert(
      fc.asyncProperty(corpora, fc.integer(), async (lengths, seed) => {
        const corpus = await corpusOf(lengths);
        const options = { maxSequenceLength: 1000, shortSequenceProbability: 0, seed, pass: 0 };
        const pairs = nextSentencePairs(corpus, options);
        const used = new Uint8Array(corpus.ids.length);
        for (const { aStart, aEnd, bStart, bEnd, isRandomNext } of rows(pairs)) {
          if (isRandomNext === 0) expect(bStart).toBe(aEnd);
          for (let i = aStart; i < aEnd; i++) used[i]! += 1;
          for (let i = bStart; isRandomNext === 0 && i < bEnd; i++) used[i]! += 1;
        }
        expect(new Set(used)).toEqual(new Set([1])); // each token once
        expect(pairs.truncatedTokenCount).toBe(0);
      }),
    );
  });

  it('makes half of the pairs of two sentences and more random', async () => {
    const corpus = await corpusOf(Array.from({ length: 4000 }, () => [4, 4]));
    const pairs = rows(
      nextSentencePairs(corpus, { maxSequenceLength: 64, shortSequenceProbability: 0, seed: 2, pass: 0 }),
    );
    // Each document of two is one chunk. If random, the second sentence goes back, and alone is random again.
    const ofTwo = pairs.filter(({ aStart }) => aStart % 8 === 0);
    const ofOne = pairs.filter(({ aStart }) => aStart % 8 === 4);
    const random = ofTwo.filter(({ isRandomNext }) => isRandomNext === 1).length;
    expect(ofTwo).toHaveLength(4000);
    expect(Math.abs(random - 2000)).toBeLessThan(158); // five standard deviations of √(4000 / 4)
    expect(ofOne).toHaveLength(random);
    expect(ofOne.every(({ isRandomNext }) => isRandomNext === 1)).toBe(true);
  });

  it('draws how many sentences of a chunk are A', async () => {
    const corpus = await corpusOf(Array.from({ length: 4000 }, () => [1, 1, 1, 1, 1]));
    const options = { maxSequenceLength: 64, shortSequenceProbability: 0, seed: 2, pass: 0 };
    const counts = new Array<number>(6).fill(0);
    for (const { aStart, aEnd } of rows(nextSentencePairs(corpus, options))) {
      if (aStart % 5 === 0) counts[aEnd - aStart]! += 1; // the first pair of a document of five sentences
    }
    expect([counts[0], counts[5]]).toEqual([0, 0]);
    for (const count of counts.slice(1, 5)) expect(Math.abs(count - 1000)).toBeLessThan(137); // five deviations of 27
  });

  it('draws every other document as random B about equally often', async () => {
    const corpus = await corpusOf(Array.from({ length: 5 }, () => Array<number>(4000).fill(20)));
    const counts = new Array<number>(5).fill(0);
    for (const { aStart, bStart, isRandomNext } of rows(
      nextSentencePairs(corpus, { maxSequenceLength: 32, seed: 3, pass: 0 }),
    )) {
      if (isRandomNext === 1 && documentOf(corpus, aStart) === 2) counts[documentOf(corpus, bStart)]! += 1;
    }
    const mean = counts.reduce((sum, count) => sum + count) / 4;
    expect(counts[2]).toBe(0);
    for (const document of [0, 1, 3, 4]) expect(Math.abs(counts[document]! - mean)).toBeLessThan(5 * Math.sqrt(mean));
  });

  it('counts what it cuts off', async () => {
    // Two documents of one sentence: each is an A, and the other its B. 10 + 30 tokens, of which 5 have room.
    const pairs = nextSentencePairs(await corpusOf([[10], [30]]), {
      maxSequenceLength: 8,
      shortSequenceProbability: 0,
      seed: 1,
      pass: 0,
    });
    expect(pairs.truncatedTokenCount).toBe(2 * (40 - 5));
    expect([...pairs.aLengths, ...pairs.bLengths].sort()).toEqual([2, 2, 3, 3]);
  });

  it('cuts from both ends', async () => {
    const corpus = await corpusOf([[100], [100]]);
    const starts = Array.from(
      { length: 20 },
      (_, pass) => nextSentencePairs(corpus, { maxSequenceLength: 13, seed: 4, pass }).aStarts,
    );
    const offsets = starts.flatMap((starts) => Array.from(starts, (start) => start % 100));
    expect(Math.min(...offsets)).toBeGreaterThan(20); // about half of the 95 cut; 0 or 95 would be one end alone
    expect(Math.max(...offsets)).toBeLessThan(75);
  });

  it('is a function of seed and pass', async () => {
    const corpus = await corpusOf(Array.from({ length: 20 }, () => [3, 5, 4, 6, 2]));
    const of = (seed: number, pass: number | 'evaluation') =>
      JSON.stringify(rows(nextSentencePairs(corpus, { maxSequenceLength: 16, seed, pass })));
    expect(of(1, 0)).toBe(of(1, 0));
    expect(new Set([of(1, 0), of(1, 1), of(2, 0), of(1, 'evaluation')]).size).toBe(4);
  });

  it('comes in random order', async () => {
    const corpus = await corpusOf(Array.from({ length: 300 }, () => [2, 2]));
    const { aStarts } = nextSentencePairs(corpus, { maxSequenceLength: 16, seed: 1, pass: 0 });
    const ascents = aStarts.filter((start, i) => i > 0 && start > aStarts[i - 1]!).length / aStarts.length;
    expect(Math.abs(ascents - 0.5)).toBeLessThan(0.1);
  });

  it('makes do with two sentences, and asks for them', async () => {
    for (const lengths of [[[3, 4]], [[3], [4]]]) {
      const pairs = nextSentencePairs(await corpusOf(lengths), { maxSequenceLength: 16, seed: 1, pass: 0 });
      expect(pairs.count).toBeGreaterThan(0);
    }
    const one = await corpusOf([[5]]);
    expect(() => nextSentencePairs(one, { maxSequenceLength: 16, seed: 1, pass: 0 })).toThrow(/1 sentence, but/);
  });

  it.each([
    ['maxSequenceLength', { maxSequenceLength: 4 }],
    ['maxSequenceLength', { maxSequenceLength: 65_536 }],
    ['shortSequenceProbability', { shortSequenceProbability: 1.1 }],
    ['pass', { pass: -1 }],
  ])('refuses %s in %j', async (name, wrong) => {
    const corpus = await corpusOf([[1, 1]]);
    expect(() => nextSentencePairs(corpus, { maxSequenceLength: 8, seed: 1, pass: 0, ...wrong })).toThrow(name);
  });
});
