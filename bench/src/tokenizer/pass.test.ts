import { describe, expect, it } from 'vitest';
import type { LoadedTokenizer } from './contestant.js';
import { hashIds } from './id-hash.js';
import { batchesOf, encodeAll, hashAll, warmUp } from './pass.js';

const sentences = Array.from({ length: 2001 }, (_, i) => String(i));

/** Counts its calls; a token for each character. */
function counting(): LoadedTokenizer & { readonly batches: (readonly string[])[] } {
  const batches: (readonly string[])[] = [];
  return {
    batches,
    async encode(batch) {
      batches.push(batch);
      return batch.join('').length;
    },
    idsOf: (batch) => batch.map((sentence) => [...sentence].map(Number)),
  };
}

describe('batchesOf', () => {
  it('leaves no sentence out', () => {
    expect(batchesOf([])).toEqual([]);
    const batches = batchesOf(sentences);
    expect(batches.map(({ length }) => length)).toEqual([1000, 1000, 1]);
    expect(batches.flat()).toEqual(sentences);
  });
});

describe('encodeAll', () => {
  it('encodes each batch once and adds up the tokens', async () => {
    const tokenizer = counting();
    expect(await encodeAll(tokenizer, batchesOf(sentences))).toBe(sentences.join('').length);
    expect(tokenizer.batches.flat()).toEqual(sentences);
  });
});

describe('warmUp', () => {
  it('goes round until half a second has passed', async () => {
    const tokenizer = counting();
    const start = performance.now();
    await warmUp(tokenizer, batchesOf(sentences));
    const milliseconds = performance.now() - start;
    expect(milliseconds).toBeGreaterThanOrEqual(500);
    expect(milliseconds).toBeLessThan(5000);
    expect(tokenizer.batches.length).toBeGreaterThan(3);
  });
});

describe('hashAll', () => {
  it('gives a hash for each sentence', async () => {
    const hashes = await hashAll(counting(), batchesOf(sentences));
    expect(hashes).toHaveLength(2001);
    expect(hashes[1234]).toBe(hashIds([1, 2, 3, 4]));
  });
});
