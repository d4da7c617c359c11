import { TruncationError } from '../errors.js';
import { requireOneOf, requireWhole } from './option-checks.js';

export type TruncationStrategy = 'longestFirst' | 'onlyFirst' | 'onlySecond';

/** How tokens are cut that are too many. */
export interface TruncationOptions {
  /** Tokens left at most, added ones included. */
  readonly maxLength: number;
  /**
   * Which of two texts is cut. `'longestFirst'` cuts the longer one until both are as long, then both alike, an odd
   * token going to the one that was longer, to the second where they were equal. Default: `'longestFirst'`.
   */
  readonly strategy?: TruncationStrategy | undefined;
  /** The side on which tokens are cut off. Default: `'right'`. */
  readonly direction?: 'left' | 'right' | undefined;
  /** How many tokens a part that was cut off has in common with the part before it; see `Encoding.overflow`. Default: 0. */
  readonly stride?: number | undefined;
}

/**
 * How many tokens of each text are left, as Hugging Face's `truncate_encodings` has it.
 *
 * @param lengths  tokens of the one text or the two
 * @param room     tokens left in all at most
 * @throws {TruncationError} where the text to cut is missing, or would have to lose all its tokens
 */
export function truncatedLengths(lengths: readonly number[], room: number, strategy: TruncationStrategy): number[] {
  const [first = 0, second] = lengths;
  const excess = first + (second ?? 0) - room;
  if (excess <= 0) return [...lengths];
  if (room === 0) return lengths.map(() => 0);
  if (strategy === 'longestFirst') {
    if (second === undefined) return [room];
    const ofShorter = Math.min(first, second, Math.floor(room / 2));
    return first > second ? [room - ofShorter, ofShorter] : [ofShorter, room - ofShorter];
  }
  const [name, length] = strategy === 'onlyFirst' ? ['first', first] : ['second', second];
  if (length === undefined) {
    throw new TruncationError(`Truncation '${strategy}' must cut ${excess} tokens, but there is no second text.`);
  }
  if (length <= excess) {
    throw new TruncationError(
      `Truncation '${strategy}' must cut ${excess} tokens, but the ${name} text has only ${length}. ` +
        "Use 'longestFirst' or a larger maxLength.",
    );
  }
  return strategy === 'onlyFirst' ? [first - excess, ...lengths.slice(1)] : [first, length - excess];
}

/**
 * @param addedCount.added          how many tokens the template adds
 * @param addedCount.addedToSingle  how many it would add to a single text: Hugging Face holds the stride to that always
 * @throws {TokenizerOptionError} for a value that means nothing
 * @throws {TruncationError} the length left is too small for the special tokens or the stride
 */
export function checkTruncation(
  { maxLength, strategy, direction, stride = 0 }: TruncationOptions,
  { added, addedToSingle }: { added: number; addedToSingle: number },
): void {
  requireWhole('truncation.maxLength', maxLength, 0);
  requireWhole('truncation.stride', stride, 0);
  requireOneOf('truncation.strategy', strategy ?? 'longestFirst', ['longestFirst', 'onlyFirst', 'onlySecond']);
  requireOneOf('truncation.direction', direction ?? 'right', ['left', 'right']);
  if (maxLength < added) {
    throw new TruncationError(`maxLength is ${maxLength}, but the special tokens alone are ${added}.`);
  }
  const most = Math.max(0, maxLength - addedToSingle);
  if (stride > most) {
    throw new TruncationError(
      `The stride is ${stride}, but with a maxLength of ${maxLength} and ${addedToSingle} special tokens it must not be above ${most}.`,
    );
  }
}
