import { type Filling, filledColumns } from './columns.js';
import { type Encoding, withOverflow } from './encoding.js';
import { requireOneOf, requireWhole } from './option-checks.js';

/** Where and with what an encoding is filled up. */
export interface PaddingOptions {
  /** Tokens to fill up to; what is longer stays so. Default: the longest of the batch. */
  readonly length?: number | undefined;
  /** The length is rounded up to a multiple of this. Default: 1. */
  readonly multipleOf?: number | undefined;
  /** Default: `'right'`. */
  readonly direction?: 'left' | 'right' | undefined;
  /** Default: the vocabulary's padding token. */
  readonly token?: string | undefined;
  /** Default: the id of the token. */
  readonly tokenId?: number | undefined;
  /** The token type of padding. Default: 0. */
  readonly tokenTypeId?: number | undefined;
}

/** @throws {TokenizerOptionError} for a value that means nothing */
export function checkPadding({ length, multipleOf, direction }: PaddingOptions): void {
  requireWhole('padding.length', length ?? 0, 0);
  requireWhole('padding.multipleOf', multipleOf ?? 1, 1);
  requireOneOf('padding.direction', direction ?? 'right', ['left', 'right']);
}

/** The length to fill up to where the longest encoding has `longest` tokens. */
export function paddedLength(longest: number, { length = longest, multipleOf = 1 }: PaddingOptions): number {
  return Math.ceil(length / multipleOf) * multipleOf;
}

/** Fills an encoding and its overflow up to `length` tokens; what is longer is given back as it is. */
export function pad(encoding: Encoding, length: number, filling: Filling): Encoding {
  const missing = Math.max(0, length - encoding.length);
  if (missing === 0 && encoding.overflow.length === 0) return encoding;
  const size = encoding.length + missing;
  const tokens = new Array<string>(missing).fill(filling.token);
  return withOverflow(
    {
      ...filledColumns(encoding, size, filling),
      length: size,
      tokens: filling.onLeft ? [...tokens, ...encoding.tokens] : [...encoding.tokens, ...tokens],
      truncatedCount: encoding.truncatedCount,
      source: encoding.source,
    },
    () => encoding.overflow.map((part) => pad(part, length, filling)),
  );
}
