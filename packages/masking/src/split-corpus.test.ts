import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Corpus, countCorpus, createCorpus } from './corpus.js';
import { splitCorpus } from './split-corpus.js';

function corpusOf(lengths: number[][]): Promise<Corpus> {
  const encode = (length: string) => Array<number>(Number(length)).fill(1);
  return createCorpus(
    lengths.map((document) => document.map(String)),
    { encode, vocabularySize: 2 },
  );
}

const sentences = ({ documentStarts, documentEnds }: Corpus) =>
  Array.from(documentStarts, (start, d) => Array.from({ length: documentEnds[d]! - start }, (_, i) => start + i));

const lengths = fc.array(fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 10 }), {
  minLength: 1,
  maxLength: 20,
});

describe('splitCorpus', () => {
  it('puts each sentence into one part, two at least into each, and leaves no document empty', async () => {
    const shares = fc.double({ min: 0.01, max: 0.5, noNaN: true });
    await fc.assert(
      fc.asyncProperty(
        lengths.filter((lengths) => lengths.flat().length >= 40),
        shares,
        fc.integer(),
        async (lengths, share, seed) => {
          const corpus = await corpusOf(lengths);
          const parts = splitCorpus(corpus, { share, seed });
          const [training, heldOut] = [sentences(parts.training), sentences(parts.heldOut)];
          expect([...training.flat(), ...heldOut.flat()].sort((x, y) => x - y)).toEqual(sentences(corpus).flat());
          for (const part of [training, heldOut]) {
            expect(part.flat().length).toBeGreaterThanOrEqual(2);
            for (const document of part) expect(document.length).toBeGreaterThan(0);
          }
        },
      ),
    );
  });

  it('holds out whole documents, chosen by the seed, up to the share', async () => {
    const corpus = await corpusOf(Array.from({ length: 200 }, (_, i) => [5, 5 + (i % 7)]));
    const { heldOut } = splitCorpus(corpus, { share: 0.1, seed: 1 });
    const { tokenCount } = countCorpus(corpus);
    expect(countCorpus(heldOut).tokenCount).toBeLessThanOrEqual(tokenCount * 0.1);
    expect(countCorpus(heldOut).tokenCount).toBeGreaterThan(tokenCount * 0.09);
    for (const document of sentences(heldOut)) expect(document).toHaveLength(2);
    const starts = (seed: number) => [...splitCorpus(corpus, { share: 0.1, seed }).heldOut.documentStarts];
    expect(starts(1)).toEqual(starts(1));
    expect(starts(1)).not.toEqual(starts(2));
  });

  it('holds out the end of a single document', async () => {
    const { training, heldOut } = splitCorpus(await corpusOf([Array<number>(100).fill(10)]), { share: 0.1, seed: 1 });
    expect(sentences(training)).toEqual([Array.from({ length: 90 }, (_, i) => i)]);
    expect(sentences(heldOut)).toEqual([Array.from({ length: 10 }, (_, i) => 90 + i)]);
  });

  it('holds out two sentences where the share is less than one', async () => {
    const { heldOut } = splitCorpus(await corpusOf([[9, 9, 9, 9]]), { share: 0.01, seed: 1 });
    expect(sentences(heldOut)).toEqual([[2, 3]]);
  });

  it('says when there is too little to split', async () => {
    const small = await corpusOf([[1, 1, 1]]);
    expect(() => splitCorpus(small, { seed: 1 })).toThrow(/3 sentences, but a held-out share of 0.02/);
  });

  it.each([0, 1, -0.1, Number.NaN])('refuses a share of %d', async (share) => {
    const corpus = await corpusOf([[1, 1, 1, 1]]);
    expect(() => splitCorpus(corpus, { share, seed: 1 })).toThrow(/share/);
  });
});
