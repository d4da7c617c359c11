import { describe, expect, it } from 'vitest';
import { type CorpusProgress, countCorpus, createCorpus } from './corpus.js';

/** Numbers in words' places: '5 7' is tokens 5 and 7. */
const encode = (text: string) => Int32Array.from(text.split(' ').filter(Boolean), Number);

describe('createCorpus', () => {
  it('keeps tokens, sentences and documents apart', async () => {
    const corpus = await createCorpus([['5 6', '7'], ['8 9 10']], { encode, vocabularySize: 11 });
    expect([...corpus.ids]).toEqual([5, 6, 7, 8, 9, 10]);
    expect([...corpus.sentenceStarts]).toEqual([0, 2, 3, 6]);
    expect([...corpus.documentStarts]).toEqual([0, 2]);
    expect([...corpus.documentEnds]).toEqual([2, 3]);
    expect(countCorpus(corpus)).toEqual({ documentCount: 2, sentenceCount: 3, tokenCount: 6 });
  });

  it.each([
    [65_536, Uint16Array],
    [65_537, Int32Array],
  ])('holds ids of a vocabulary of %i in the smallest array', async (vocabularySize, array) => {
    const largest = vocabularySize - 1;
    const corpus = await createCorpus([[`0 ${largest}`]], { encode, vocabularySize });
    expect(corpus.ids).toBeInstanceOf(array);
    expect([...corpus.ids]).toEqual([0, largest]);
  });

  it('leaves out what has no token, and counts it', async () => {
    const told: CorpusProgress[] = [];
    const documents = [['5', '', '6'], [''], [], ['7']];
    const corpus = await createCorpus(documents, { encode, vocabularySize: 8, onProgress: (p) => told.push(p) });
    expect([...corpus.sentenceStarts]).toEqual([0, 1, 2, 3]);
    expect([...corpus.documentEnds]).toEqual([2, 3]);
    expect(told.at(-1)).toEqual({ documentCount: 2, sentenceCount: 3, tokenCount: 3, emptySentenceCount: 2 });
    expect(told).toHaveLength(4);
  });

  it.each([[[]], [[['', '']]]])('refuses %j, in which there is no token', async (documents) => {
    await expect(createCorpus(documents, { encode, vocabularySize: 8 })).rejects.toThrow(/no token in any/);
  });

  it.each([8, -1, 0.5, Number.NaN])('names the place of %d, which is no id', async (id) => {
    const creating = createCorpus([['1'], ['2', `3 ${id}`]], {
      encode: (text) => text.split(' ').map(Number),
      vocabularySize: 8,
    });
    await expect(creating).rejects.toThrow(`Token 2 of sentence 2 of document 2 is ${id}`);
  });

  it.each([0, 1.5, 2 ** 32])('refuses a vocabulary of %d', async (vocabularySize) => {
    await expect(createCorpus([['1']], { encode, vocabularySize })).rejects.toThrow(/vocabularySize/);
  });

  it('stops when asked to', async () => {
    const signal = AbortSignal.abort();
    await expect(createCorpus([['1']], { encode, vocabularySize: 8, signal })).rejects.toThrow(/abort/);
  });
});
