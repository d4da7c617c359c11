import type { TokenizerDefinition } from './definition.js';
import type { windowsOf } from './encoding/windows.js';
import type { CreateReader } from './pieces/text-reader.js';

/**
 * How a tokenizer does what BERT's own does otherwise. They are handed over, and not chosen inside, so that a program
 * that makes BERT's own tokenizer alone does not carry the others with it.
 */
export interface TokenizerMethods {
  readonly createReader: CreateReader;
  /** Default: Hugging Face's. */
  readonly windowsOf?: typeof windowsOf;
  /** How added tokens are spelled in decoded text, by id, where that is not their content. */
  readonly spellings?: (definition: TokenizerDefinition) => ReadonlyMap<number, string>;
  /** Default: Hugging Face's, by the definition's decoder. */
  readonly joinTokens?: (tokens: readonly string[], options: { readonly cleanUp: boolean }) => string;
}
