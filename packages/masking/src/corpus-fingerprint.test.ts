import { describe, expect, it } from 'vitest';
import { createCorpus } from './corpus.js';
import { addWord, corpusFingerprint, finish } from './corpus-fingerprint.js';
import { splitCorpus } from './split-corpus.js';

async function fingerprint(documents: string[][], vocabularySize = 100): Promise<string> {
  const encode = (text: string) => text.split(' ').map(Number);
  return corpusFingerprint(await createCorpus(documents, { encode, vocabularySize }));
}

describe('corpusFingerprint', () => {
  it('is MurmurHash3', () => {
    // Of the four bytes 21 43 65 87, by the seeds 0 and 0x5082edee; of nothing by 1: widely published test vectors.
    expect(finish(addWord(0, 0x87654321), 4)).toBe(0xf55b516b);
    expect(finish(addWord(0x5082edee, 0x87654321), 4)).toBe(0x2362f9de);
    expect(finish(1, 0)).toBe(0x514e28b7);
  });

  it('tells tokens, sentences and documents apart', async () => {
    const prints = await Promise.all([
      fingerprint([['1 2', '3']]),
      fingerprint([['1 2', '4']]),
      fingerprint([['1', '2 3']]),
      fingerprint([['1 2 3']]),
      fingerprint([['1 2'], ['3']]),
      fingerprint([['1 2', '3', '0']]),
    ]);
    expect(new Set(prints).size).toBe(prints.length);
    for (const print of prints) expect(print).toMatch(/^[0-9a-f]{16}$/);
  });

  it('is the same however the content is stored', async () => {
    expect(await fingerprint([['1 2', '3']], 100)).toBe(await fingerprint([['1 2', '3']], 100_000));
    const sentences = Array.from({ length: 20 }, () => '1 2 3');
    const encode = (text: string) => text.split(' ').map(Number);
    const { training } = splitCorpus(await createCorpus([sentences], { encode, vocabularySize: 4 }), {
      share: 0.1,
      seed: 1,
    });
    expect(corpusFingerprint(training)).toBe(await fingerprint([sentences.slice(0, 18)]));
  });
});
