import { createTokenizer } from '@bertkit/tokenizer';

/** What a page needs at least, for the size of it. */
globalThis.thereAndBack = (vocabulary, text) => {
  const tokenizer = createTokenizer({ vocabulary });
  return tokenizer.decode(tokenizer.encode(text).inputIds);
};
