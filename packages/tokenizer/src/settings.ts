import { requireWhole } from './encoding/option-checks.js';
import { TokenizerOptionError } from './errors.js';
import type { NormalizerOptions } from './words/normalizer.js';

export interface TokenizerOptions extends NormalizerOptions {
  /** The pieces; a piece's place is its id. Of equal pieces the last one counts. */
  readonly vocabulary: readonly string[];
  /** Stands for a word that has no pieces. Default: `[UNK]`. */
  readonly unkToken?: string | undefined;
  /** Stands after each text. Default: `[SEP]`. */
  readonly sepToken?: string | undefined;
  /** Fills shorter texts up. Default: `[PAD]`. */
  readonly padToken?: string | undefined;
  /** Stands before the first text. Default: `[CLS]`. */
  readonly clsToken?: string | undefined;
  /** Stands for a token to be guessed. Default: `[MASK]`. */
  readonly maskToken?: string | undefined;
  /** How many tokens the model takes. For callers to know: it cuts nothing by itself. Default: not known. */
  readonly modelMaxLength?: number | undefined;
}

/** What a tokenizer was made with, defaults filled in. */
export interface TokenizerSettings {
  readonly lowercase: boolean;
  readonly stripAccents: boolean | null;
  readonly handleChineseChars: boolean;
  readonly cleanText: boolean;
  readonly unkToken: string;
  readonly sepToken: string;
  readonly padToken: string;
  readonly clsToken: string;
  readonly maskToken: string;
  readonly modelMaxLength: number | undefined;
}

/** Marks a piece that continues a word, in BERT's vocabularies. */
export const continuingPrefix = '##';

/** The tokens with a role of their own, in the order in which vocabularies begin. */
export const defaultSpecialTokens = {
  padToken: '[PAD]',
  unkToken: '[UNK]',
  clsToken: '[CLS]',
  sepToken: '[SEP]',
  maskToken: '[MASK]',
} as const;

export type SpecialTokenRole = keyof typeof defaultSpecialTokens;
export const specialTokenRoles = Object.keys(defaultSpecialTokens) as readonly SpecialTokenRole[];

/** Fills in defaults. @throws {TokenizerOptionError} for a value that means nothing */
export function settingsOf(options: Omit<TokenizerOptions, 'vocabulary'>): TokenizerSettings {
  const {
    lowercase = true,
    stripAccents = null,
    handleChineseChars = true,
    cleanText = true,
    modelMaxLength,
  } = options;
  const roles: Record<SpecialTokenRole, string> = { ...defaultSpecialTokens };
  for (const role of specialTokenRoles) {
    const token = options[role] ?? roles[role];
    if (token === '' || /\p{Surrogate}/u.test(token)) {
      throw new TokenizerOptionError(
        `${role} is ${JSON.stringify(token)}; it must have a character, and no surrogate alone.`,
      );
    }
    roles[role] = token;
  }
  if (modelMaxLength !== undefined) requireWhole('modelMaxLength', modelMaxLength, 1);
  return { ...roles, lowercase, stripAccents, handleChineseChars, cleanText, modelMaxLength };
}
