import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PretrainingBatch } from './build-batch.js';
import { type Corpus, createCorpus } from './corpus.js';
import type { SpecialTokens } from './masker.js';
import { nextSentencePairs } from './next-sentence-pairs.js';
import {
  evaluationBatches,
  type PretrainingOptions,
  type PretrainingState,
  pretrainingBatches,
  type TrainingBatch,
} from './pretraining-batches.js';

const [padId, clsId, sepId, maskId] = [0, 2, 3, 4] as const;
const vocabulary: SpecialTokens = { padId, clsId, sepId, maskId, vocabularySize: 1000, specialIds: [0, 1, 2, 3, 4] };
const options: PretrainingOptions = { vocabulary, batchSize: 4, maxSequenceLength: 24, seed: 5 };
const [B, S, P] = [4, 24, 4]; // 24 · 0.15 = 3.6

/** Documents of one to eight sentences of one to nine words; each word one token, from 5 up. */
let corpus: Corpus;
beforeAll(async () => {
  let next = 0;
  const encode = (length: string) => Array.from({ length: Number(length) }, () => 5 + (next++ % 995));
  const documents = Array.from({ length: 15 }, (_, d) =>
    Array.from({ length: 1 + (d % 8) }, (_, s) => String(1 + ((d + s) % 9))),
  );
  corpus = await createCorpus(documents, { encode, vocabularySize: 1000 });
});

function take(count: number, state?: PretrainingState, changes: Partial<PretrainingOptions> = {}): TrainingBatch[] {
  const batches = pretrainingBatches(corpus, { ...options, ...changes }, state);
  return Array.from({ length: count }, () => batches.next().value);
}

const row = (numbers: ArrayLike<number>, b: number, width: number) =>
  Array.from(numbers).slice(b * width, (b + 1) * width);

/** What a row was before it was masked. */
function unmasked({ inputIds, positions, labels, attentionMask }: PretrainingBatch, b: number): number[] {
  const ids = inputIds.slice();
  for (const [slot, label] of labels.entries()) if (label !== -100) ids[positions[slot]!] = label;
  return row(ids, b, S).slice(0, row(attentionMask, b, S).filter((bit) => bit === 1).length);
}

describe('pretrainingBatches', () => {
  it('keeps to its shapes', () => {
    for (const batch of take(30)) {
      expect([batch.inputIds.length, batch.tokenTypeIds.length, batch.attentionMask.length]).toEqual([
        B * S,
        B * S,
        B * S,
      ]);
      expect([batch.positions.length, batch.labels.length, batch.nextSentenceLabel.length]).toEqual([B * P, B * P, B]);
    }
  });

  it('lays out [CLS] A [SEP] B [SEP] [PAD], with segments and attention to match', () => {
    for (const batch of take(30)) {
      for (let b = 0; b < B; b++) {
        const ids = unmasked(batch, b);
        const first = ids.indexOf(sepId);
        expect(ids[0]).toBe(clsId);
        expect(ids.at(-1)).toBe(sepId);
        expect(ids.filter((id) => id < 5)).toEqual([clsId, sepId, sepId]);
        expect(row(batch.tokenTypeIds, b, S)).toEqual(
          Array.from({ length: S }, (_, s) => Number(s > first && s < ids.length)),
        );
        expect(row(batch.attentionMask, b, S)).toEqual(Array.from({ length: S }, (_, s) => Number(s < ids.length)));
        expect(row(batch.inputIds, b, S).slice(ids.length)).toEqual(Array<number>(S - ids.length).fill(padId));
      }
    }
  });

  it('has the pairs of the pass, in their order', () => {
    const pairs = nextSentencePairs(corpus, { ...options, pass: 0 });
    const batches = take(Math.floor(pairs.count / B));
    for (let i = 0; i < batches.length * B; i++) {
      const batch = batches[Math.floor(i / B)]!;
      const part = (starts: Uint32Array, lengths: Uint16Array) => [
        ...corpus.ids.subarray(starts[i]!, starts[i]! + lengths[i]!),
      ];
      const [a, b] = [part(pairs.aStarts, pairs.aLengths), part(pairs.bStarts, pairs.bLengths)];
      expect(unmasked(batch, i % B)).toEqual([clsId, ...a, sepId, ...b, sepId]);
      expect(batch.nextSentenceLabel[i % B]).toBe(pairs.isRandomNext[i]);
    }
  });

  it('keeps the masked tokens of a sequence in its own places', () => {
    for (const { positions, labels, inputIds, maskedCount } of take(30)) {
      for (const [slot, position] of positions.entries()) {
        const start = Math.floor(slot / P) * S;
        if (labels[slot] === -100) expect(position).toBe(start);
        else expect(position > start && position < start + S && inputIds[position]! >= maskId).toBe(true);
      }
      expect(maskedCount).toBe(labels.filter((label) => label !== -100).length);
    }
  });

  it('counts its tokens', () => {
    for (const { tokenCount, attentionMask } of take(10)) {
      expect(tokenCount).toBe(attentionMask.reduce((sum, bit) => sum + bit, 0));
    }
  });

  it('goes on from any state as if it had never stopped', () => {
    const all = take(60);
    expect(all.at(-1)!.state.pass).toBeGreaterThan(2);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 57 }), (done) => {
        const { state } = all[done]!;
        expect(take(2, JSON.parse(JSON.stringify(state)))).toEqual(all.slice(done + 1, done + 3));
      }),
    );
  });

  it('goes over to the next pass within a batch, and loses no instance', () => {
    const sizes = [0, 1, 2].map((pass) => nextSentencePairs(corpus, { ...options, pass }).count);
    const total = sizes.reduce((sum, size) => sum + size);
    expect(sizes[0]! % B).not.toBe(0); // or this would test nothing
    const { state } = take(Math.floor(total / B)).at(-1)!;
    expect(state).toEqual({ pass: 2, position: sizes[2]! - (total % B) });
  });

  it('makes batches larger than a pass', async () => {
    const tiny = await createCorpus([['1'], ['1']], { encode: () => [7, 8], vocabularySize: 1000 });
    const batch = pretrainingBatches(tiny, { ...options, batchSize: 9 }).next().value;
    expect(batch.state).toEqual({ pass: 4, position: 1 }); // two instances a pass
    expect(batch.nextSentenceLabel).toEqual(new Int32Array(9).fill(1));
  });

  it('masks the instances of a pass each in its own way', async () => {
    const encode = () => Array.from({ length: 9 }, (_, i) => 5 + i);
    const same = await createCorpus(
      Array.from({ length: 8 }, () => ['1']),
      { encode, vocabularySize: 1000 },
    );
    const { positions } = pretrainingBatches(same, { ...options, batchSize: 8 }).next().value;
    const places = Array.from({ length: 8 }, (_, b) =>
      row(positions, b, P)
        .map((position) => position - b * S)
        .join(),
    );
    expect(new Set(places).size).toBeGreaterThan(5);
  });

  it('masks anew in each pass', async () => {
    const tiny = await createCorpus([['1'], ['2']], {
      encode: () => Array.from({ length: 9 }, (_, i) => 5 + i),
      vocabularySize: 1000,
    });
    const batches = pretrainingBatches(tiny, { ...options, batchSize: 2 });
    const places = Array.from({ length: 20 }, () => batches.next().value.positions.join());
    expect(new Set(places).size).toBeGreaterThan(15);
  });

  it('gives other batches for another seed, and arrays of their own', () => {
    const [first, second] = take(2);
    expect(take(1, undefined, { seed: 6 })[0]!.inputIds).not.toEqual(first!.inputIds);
    expect(first!.inputIds.buffer).not.toBe(second!.inputIds.buffer);
  });

  it('refuses a state that is not of this corpus', () => {
    expect(() => take(1, { pass: 0, position: 10_000 })).toThrow(
      /state.position is 10000, but pass 0 has \d+ instances/,
    );
    expect(() => pretrainingBatches(corpus, options, { pass: -1, position: 0 })).toThrow(/state.pass/);
    expect(() => pretrainingBatches(corpus, options, { pass: 0, position: 0.5 })).toThrow(/state.position/);
  });

  it.each([
    { batchSize: 0 },
    { maxSequenceLength: 4 },
    { maskProbability: -1 },
    { maxPredictionsPerSequence: 25 },
    { shortSequenceProbability: 2 },
  ])('refuses %j before the first batch', (wrong) => {
    expect(() => pretrainingBatches(corpus, { ...options, ...wrong })).toThrow(Object.keys(wrong)[0]);
  });
});

describe('evaluationBatches', () => {
  it('gives the same batches every time, unlike those of training', () => {
    const batches = evaluationBatches(corpus, options);
    expect(evaluationBatches(corpus, options)).toEqual(batches);
    expect(batches[0]!.inputIds).not.toEqual(take(1)[0]!.inputIds);
  });

  it('covers its pass, and fills the last batch with rows that count for nothing', () => {
    const { count } = nextSentencePairs(corpus, { ...options, pass: 'evaluation' });
    const batchSize = count - 1; // two batches, the second with one instance
    const batches = evaluationBatches(corpus, { ...options, batchSize });
    const last = batches[1]!;
    expect(batches).toHaveLength(2);
    expect(
      batches.flatMap(({ nextSentenceLabel }) => [...nextSentenceLabel]).filter((label) => label !== -100),
    ).toHaveLength(count);
    expect(last.nextSentenceLabel.slice(1)).toEqual(new Int32Array(batchSize - 1).fill(-100));
    expect(last.labels.slice(P).every((label) => label === -100)).toBe(true);
    for (let b = 1; b < batchSize; b++) {
      expect(row(last.inputIds, b, S)).toEqual([clsId, ...Array<number>(S - 1).fill(padId)]);
      expect(row(last.attentionMask, b, S)).toEqual([1, ...Array<number>(S - 1).fill(0)]);
    }
    expect(last.tokenCount).toBe(unmasked(last, 0).length);
  });
});
