import type { PaddingOptions } from '../encoding/padding.js';
import type { TruncationOptions } from '../encoding/truncation.js';
import { TokenizerFilesError } from '../errors.js';
import type { JsonValue } from './json-value.js';

// What the two are called in a tokenizer.json, and here.
const strategies = { LongestFirst: 'longestFirst', OnlyFirst: 'onlyFirst', OnlySecond: 'onlySecond' } as const;
const directions = { Left: 'left', Right: 'right' } as const;

/** Reads the `truncation` of a `tokenizer.json`. */
export function parseTruncation(truncation: JsonValue): TruncationOptions | undefined {
  if (truncation.isAbsent) return undefined;
  truncation.object(['direction', 'max_length', 'strategy', 'stride']);
  const direction = truncation.get('direction');
  return {
    maxLength: truncation.get('max_length').wholeNumber(),
    strategy: strategies[truncation.get('strategy').oneOf(keysOf(strategies))],
    direction: direction.isAbsent ? 'right' : directions[direction.oneOf(keysOf(directions))],
    stride: truncation.get('stride').wholeNumber(),
  };
}

export function truncationToJson(truncation: TruncationOptions | undefined): object | null {
  if (truncation === undefined) return null;
  const { maxLength, strategy = 'longestFirst', direction = 'right', stride = 0 } = truncation;
  return {
    direction: keysOf(directions).find((key) => directions[key] === direction),
    max_length: maxLength,
    strategy: keysOf(strategies).find((key) => strategies[key] === strategy),
    stride,
  };
}

/** The longest that a file may have sequences padded to: a number in it must not be able to fill the memory. */
const longest = 65_536;

/** Reads the `padding` of a `tokenizer.json`. */
export function parsePadding(padding: JsonValue): PaddingOptions | undefined {
  if (padding.isAbsent) return undefined;
  padding.object(['strategy', 'direction', 'pad_to_multiple_of', 'pad_id', 'pad_type_id', 'pad_token']);
  const strategy = padding.get('strategy');
  const multipleOf = padding.get('pad_to_multiple_of');
  return {
    length: strategy.value === 'BatchLongest' ? undefined : parseFixedLength(strategy),
    multipleOf: multipleOf.isAbsent ? undefined : multipleOf.wholeNumber(0, longest) || undefined, // 0: none
    direction: directions[padding.get('direction').oneOf(keysOf(directions))],
    token: padding.get('pad_token').string(),
    tokenId: padding.get('pad_id').id(),
    tokenTypeId: padding.get('pad_type_id').typeId(),
  };
}

/**
 * @param padToken  what is used where `padding` names no token
 * @param idOf      the id of a token
 * @throws {TokenizerFilesError} there is no such token
 */
export function paddingToJson(
  padding: PaddingOptions | undefined,
  padToken: string,
  idOf: (token: string) => number | undefined,
): object | null {
  if (padding === undefined) return null;
  const { length, multipleOf = null, direction = 'right', token = padToken, tokenTypeId = 0 } = padding;
  const tokenId = padding.tokenId ?? idOf(token);
  if (tokenId === undefined) {
    throw new TokenizerFilesError(
      `The padding is with ${JSON.stringify(token)}, but the vocabulary has no such token.`,
    );
  }
  return {
    strategy: length === undefined ? 'BatchLongest' : { Fixed: length },
    direction: keysOf(directions).find((key) => directions[key] === direction),
    pad_to_multiple_of: multipleOf,
    pad_id: tokenId,
    pad_type_id: tokenTypeId,
    pad_token: token,
  };
}

/** `{ "Fixed": length }` */
function parseFixedLength(strategy: JsonValue): number {
  if (typeof strategy.value === 'string') return strategy.refuse('supported are BatchLongest and { "Fixed": length }');
  strategy.object(['Fixed']);
  return strategy.get('Fixed').wholeNumber(0, longest);
}

function keysOf<Key extends string>(table: Readonly<Record<Key, unknown>>): readonly Key[] {
  return Object.keys(table) as Key[]; // a table has no other keys than its type tells
}
