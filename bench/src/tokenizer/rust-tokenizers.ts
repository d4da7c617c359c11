import { Tokenizer } from 'tokenizers';
import type { Prepare } from './contestant.js';
import { tokenizerJson } from './tokenizer-json.js';

/** Of its encodings only the length is read: ids and offsets stay in Rust, and what copying them costs is not counted. */
export const prepare: Prepare = (source) => {
  const bytes = tokenizerJson(source);
  return () => {
    const tokenizer = Tokenizer.fromString(new TextDecoder().decode(bytes));
    return {
      async encode(sentences) {
        let tokenCount = 0;
        for (const encoding of await tokenizer.encodeBatch([...sentences])) tokenCount += encoding.getLength();
        return tokenCount;
      },
      idsOf: async (sentences) => (await tokenizer.encodeBatch([...sentences])).map((encoding) => encoding.getIds()),
    };
  };
};
