import { Tokenizer } from '@huggingface/tokenizers';
import type { Prepare } from './contestant.js';
import { tokenizerJson } from './tokenizer-json.js';

/** Has no call for a batch and gives no offsets: ids, tokens and attention mask of a sentence at a time. */
export const prepare: Prepare = (source) => {
  const bytes = tokenizerJson(source);
  return () => {
    const tokenizer = new Tokenizer(JSON.parse(new TextDecoder().decode(bytes)), {});
    return {
      encode(sentences) {
        let tokenCount = 0;
        for (const sentence of sentences) tokenCount += tokenizer.encode(sentence).ids.length;
        return tokenCount;
      },
      idsOf: (sentences) => sentences.map((sentence) => tokenizer.encode(sentence).ids),
    };
  };
};
