import { CorpusTooLargeError, EmptyCorpusError, MaskingOptionError, TokenIdError } from './errors.js';
import { GrowingArray } from './growing-array.js';
import type { Document } from './read-documents.js';

/**
 * Tokenised documents, held in a few typed arrays: about two bytes a token for vocabularies below 65 536.
 *
 * Documents are ranges of sentences and sentences are ranges of tokens, so that a part of a corpus (see `splitCorpus`)
 * shares the token ids with the whole.
 */
export interface Corpus {
  /** The token ids of all sentences, one sentence after another, without special tokens. */
  readonly ids: Uint16Array | Int32Array;
  /** Sentence `s` is `ids[sentenceStarts[s]]` up to `ids[sentenceStarts[s + 1]]`; one entry more than sentences. */
  readonly sentenceStarts: Uint32Array;
  /** Document `d` is the sentences from `documentStarts[d]` … */
  readonly documentStarts: Uint32Array;
  /** … up to `documentEnds[d]`, which is not in it. */
  readonly documentEnds: Uint32Array;
}

export interface CreateCorpusOptions {
  /** Text to token ids, without special tokens. */
  encode: (text: string) => ArrayLike<number>;
  /** All ids that `encode` gives are below it. */
  vocabularySize: number;
  /** Is told after each document. */
  onProgress?: (progress: CorpusProgress) => void;
  signal?: AbortSignal;
}

export interface CorpusProgress {
  documentCount: number;
  sentenceCount: number;
  tokenCount: number;
  /** Sentences left out, as they have no token at all (such as one control character). */
  emptySentenceCount: number;
}

/**
 * Tokenises documents. Sentences and documents without tokens are left out, and counted in `onProgress`.
 *
 * @throws {EmptyCorpusError} there is no token
 * @throws {TokenIdError} `encode` gave an id that is not below `vocabularySize`
 * @throws {CorpusTooLargeError} there are 2³² tokens or more
 */
export async function createCorpus(
  documents: Iterable<Document> | AsyncIterable<Document>,
  { encode, vocabularySize, onProgress, signal }: CreateCorpusOptions,
): Promise<Corpus> {
  if (!(Number.isInteger(vocabularySize) && vocabularySize >= 1 && vocabularySize <= 2 ** 31)) {
    const expected = 'it must be a whole number from 1 to 2^31';
    throw new MaskingOptionError({ option: 'vocabularySize', value: vocabularySize, expected });
  }
  const ids = vocabularySize <= 65536 ? new GrowingArray(Uint16Array) : new GrowingArray(Int32Array);
  const sentenceStarts = new GrowingArray(Uint32Array);
  const documentStarts = new GrowingArray(Uint32Array);
  const documentEnds = new GrowingArray(Uint32Array);
  let readCount = 0;
  let emptySentenceCount = 0;

  for await (const document of documents) {
    signal?.throwIfAborted();
    readCount++;
    const documentStart = sentenceStarts.length;
    for (const [index, sentence] of document.entries()) {
      const tokens = encode(sentence);
      if (tokens.length === 0) {
        emptySentenceCount++;
        continue;
      }
      if (ids.length + tokens.length > 0xffffffff) throw new CorpusTooLargeError();
      sentenceStarts.push(ids.length);
      for (let i = 0; i < tokens.length; i++) {
        const id = tokens[i] ?? -1;
        // A typed array would wrap a wrong id around in silence.
        if (!(Number.isInteger(id) && id >= 0 && id < vocabularySize)) {
          const where = `Token ${i + 1} of sentence ${index + 1} of document ${readCount}`;
          throw new TokenIdError({ id, where, vocabularySize });
        }
        ids.push(id);
      }
    }
    if (sentenceStarts.length > documentStart) {
      documentStarts.push(documentStart);
      documentEnds.push(sentenceStarts.length);
    }
    onProgress?.({
      documentCount: documentStarts.length,
      sentenceCount: sentenceStarts.length,
      tokenCount: ids.length,
      emptySentenceCount,
    });
  }
  if (ids.length === 0) {
    const because = `its ${readCount} documents have ${emptySentenceCount} sentences, and no token in any of them`;
    throw new EmptyCorpusError({ source: 'The corpus', because });
  }
  sentenceStarts.push(ids.length); // the end of the last sentence
  return {
    ids: ids.toArray(),
    sentenceStarts: sentenceStarts.toArray(),
    documentStarts: documentStarts.toArray(),
    documentEnds: documentEnds.toArray(),
  };
}

/** How many documents, sentences and tokens a corpus has. */
export function countCorpus(corpus: Corpus): { documentCount: number; sentenceCount: number; tokenCount: number } {
  const { sentenceStarts, documentStarts, documentEnds } = corpus;
  let sentenceCount = 0;
  let tokenCount = 0;
  for (const [document, start] of documentStarts.entries()) {
    const end = documentEnds[document] ?? start;
    sentenceCount += end - start;
    tokenCount += (sentenceStarts[end] ?? 0) - (sentenceStarts[start] ?? 0);
  }
  return { documentCount: documentStarts.length, sentenceCount, tokenCount };
}
