import { describe, expect, it } from 'vitest';
import { createCorpus } from './corpus.js';
import type { SpecialTokens } from './masker.js';
import { splitCorpus } from './split-corpus.js';
import { unigramBaseline } from './unigram-baseline.js';

const vocabulary: SpecialTokens = {
  padId: 0,
  clsId: 2,
  sepId: 3,
  maskId: 4,
  vocabularySize: 8,
  specialIds: [0, 1, 2, 3, 4],
};
const encode = (text: string) => text.split(' ').map(Number);
const labels = (...labels: number[]) => [{ labels: Int32Array.from(labels) }];

describe('unigramBaseline', () => {
  it('is the mean surprise at the labels, by smoothed counts', async () => {
    const corpus = await createCorpus([['5 5 5 6 1 1']], { encode, vocabularySize: 8 });
    // Counts plus one, [UNK] (1) left out: 5 → 4, 6 → 2, 7 → 1; 7 together.
    const expected = -(Math.log(4 / 7) + Math.log(2 / 7) + Math.log(1 / 7)) / 3;
    expect(unigramBaseline(corpus, labels(5, -100, 6, 7, -100), vocabulary)).toBeCloseTo(expected, 12);
  });

  it('counts in the training part alone', async () => {
    const { training } = splitCorpus(await createCorpus([['5', '5', '6', '6']], { encode, vocabularySize: 8 }), {
      seed: 1,
    });
    expect(unigramBaseline(training, labels(5), vocabulary)).toBeCloseTo(-Math.log(3 / 5), 12);
  });

  it('says when nothing is masked', async () => {
    const corpus = await createCorpus([['5']], { encode, vocabularySize: 8 });
    expect(() => unigramBaseline(corpus, labels(-100), vocabulary)).toThrow(/no masked token/);
  });
});
