import type { TokenizerDefinition } from './definition.js';
import type { TokenizerMethods } from './methods.js';
import { createGoogleSegmenter } from './modes/google.js';
import { createSlowSegmenter } from './modes/slow.js';
import { joinSlowTokens } from './modes/slow-decoding.js';
import { slowWindowsOf } from './modes/slow-windows.js';
import { segmentReaders } from './pieces/segment-reader.js';
import { Tokenizer } from './tokenizer.js';
import { createHfSegmenter, normalizedContents } from './words/hf-segmenter.js';

const methods: Readonly<Record<TokenizerDefinition['mode'], TokenizerMethods>> = {
  hf: { createReader: segmentReaders(createHfSegmenter), spellings: normalizedContents },
  'hf-slow': {
    createReader: segmentReaders((definition, { findsSpecial }) =>
      createSlowSegmenter(findsSpecial ? definition : withoutSpecial(definition)),
    ),
    windowsOf: slowWindowsOf,
    joinTokens: joinSlowTokens,
  },
  google: { createReader: segmentReaders(createGoogleSegmenter) },
};

function withoutSpecial(definition: TokenizerDefinition): TokenizerDefinition {
  return { ...definition, addedTokens: definition.addedTokens.filter(({ special }) => !special) };
}

/**
 * Makes a tokenizer of any definition: of `parseTokenizerJson`, or of {@link bertDefinition} in another mode or with
 * further tokens.
 *
 * @throws {VocabularyError} the unknown token is missing, or a piece has half a surrogate pair
 */
export function buildTokenizer(definition: TokenizerDefinition): Tokenizer {
  return new Tokenizer(definition, methods[definition.mode]);
}
