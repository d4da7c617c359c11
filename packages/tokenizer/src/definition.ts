import type { PaddingOptions } from './encoding/padding.js';
import type { Template } from './encoding/template.js';
import type { TruncationOptions } from './encoding/truncation.js';
import type { SpecialTokenRole } from './settings.js';

/**
 * Whose behaviour is followed: that of Hugging Face's Rust `tokenizers` (`'hf'`), of the slow `BertTokenizer` in Python
 * (`'hf-slow'`), or of google-research/bert (`'google'`). They differ in rare characters, long words and special tokens.
 */
export type TokenizerMode = 'hf' | 'hf-slow' | 'google';

/** A token that is looked for in a text before the text is split into words (Hugging Face's `AddedToken`). */
export interface AddedToken {
  readonly content: string;
  readonly id: number;
  /** Left out of decoded text on request. */
  readonly special: boolean;
  /** Only where no letter, mark, digit or `_` stands beside it. */
  readonly singleWord: boolean;
  /** Takes the white space before it. */
  readonly lstrip: boolean;
  /** Takes the white space after it. */
  readonly rstrip: boolean;
  /** Looked for in normalised text, under a normalised name. */
  readonly normalized: boolean;
}

/** One step of normalisation, named as in `tokenizer.json`. */
export type NormalizerStep =
  | {
      readonly type: 'BertNormalizer';
      readonly cleanText: boolean;
      readonly handleChineseChars: boolean;
      /** `null` is as `lowercase`. */
      readonly stripAccents: boolean | null;
      readonly lowercase: boolean;
    }
  | { readonly type: 'NFD' | 'Lowercase' | 'StripAccents' };

/** One step of splitting into words, named as in `tokenizer.json`. */
export interface PreTokenizerStep {
  readonly type: 'BertPreTokenizer' | 'WhitespaceSplit' | 'Punctuation';
}

/** How ids become text. */
export interface DecoderDefinition {
  readonly prefix: string;
  readonly cleanUp: boolean;
}

/** All that makes up a tokenizer, as plain data: read from files, written to them, and what a tokenizer is built from. */
export interface TokenizerDefinition {
  readonly mode: TokenizerMode;
  /** Id → piece, without those added tokens that are no pieces. Of equal pieces the last one counts. */
  readonly vocabulary: readonly string[];
  readonly addedTokens: readonly AddedToken[];
  readonly normalizer: readonly NormalizerStep[];
  readonly preTokenizer: readonly PreTokenizerStep[];
  readonly unkToken: string;
  /** Marks a piece that continues a word. */
  readonly continuingPrefix: string;
  /** Longer words are unknown; in code points, counted after normalisation. */
  readonly maxWordLength: number;
  /** Which tokens are the padding, the mask and so on, as far as they are known. */
  readonly roles: Readonly<Partial<Record<SpecialTokenRole, string>>>;
  /** `undefined`: nothing is added, and the second text has the type 1. */
  readonly template: Template | undefined;
  /** `undefined`: tokens are joined by blanks. */
  readonly decoder: DecoderDefinition | undefined;
  /** Apply where `encode` is told nothing else. */
  readonly truncation: TruncationOptions | undefined;
  readonly padding: PaddingOptions | undefined;
  readonly modelMaxLength: number | undefined;
}
