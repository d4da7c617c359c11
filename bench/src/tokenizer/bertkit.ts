import { createTokenizer, parseVocabulary, type Tokenizer } from '@bertkit/tokenizer';
import type { LoadedTokenizer, Prepare } from './contestant.js';

// As of the peers, only the number of tokens is read: ids and offsets are there, the rest is made when it is asked for.

/** `encode`, a sentence a call. */
export const prepareEncode: Prepare = prepareWith((tokenizer) => ({
  encode(sentences) {
    let tokenCount = 0;
    for (const sentence of sentences) tokenCount += tokenizer.encode(sentence).length;
    return tokenCount;
  },
  idsOf: (sentences) => sentences.map((sentence) => tokenizer.encode(sentence).inputIds),
}));

/** `encodeBatch`, all sentences in one call. */
export const prepareEncodeBatch: Prepare = prepareWith((tokenizer) => ({
  encode(sentences) {
    let tokenCount = 0;
    for (const { length } of tokenizer.encodeBatch(sentences)) tokenCount += length;
    return tokenCount;
  },
  idsOf: (sentences) => Array.from(tokenizer.encodeBatch(sentences), ({ inputIds }) => inputIds),
}));

function prepareWith(measured: (tokenizer: Tokenizer) => LoadedTokenizer): Prepare {
  return ({ vocabulary, lowercase }) =>
    () =>
      measured(createTokenizer({ vocabulary: parseVocabulary(new TextDecoder().decode(vocabulary)), lowercase }));
}
