import type { TruncationStrategy } from '../encoding/truncation.js';
import { TruncationError } from '../errors.js';

/** Tokens `[from, to)` of the first text (0) or the second (1). */
export interface SlowOverflow {
  readonly sequence: 0 | 1;
  readonly from: number;
  readonly to: number;
}

/**
 * How many tokens of each text are left, as the slow tokenizers of transformers 4 have it (`truncate_sequences`).
 *
 * Of two texts cut by `'longestFirst'` to an odd room, the first one keeps the odd token. A text that would have to lose
 * all its tokens, alone or by its strategy, stays whole, and so does all where the text to cut is missing: more than
 * `room` is left then. The reference only logs that.
 *
 * @param lengths  tokens of the one text or the two
 * @param room     tokens left in all at most; below 0 where the special tokens alone are too many
 */
export function slowTruncatedLengths(lengths: readonly number[], room: number, strategy: TruncationStrategy): number[] {
  const [first = 0, second] = lengths;
  const excess = first + (second ?? 0) - room;
  if (excess <= 0) return [...lengths];
  if (strategy === 'longestFirst' && second !== undefined) {
    const longerLoses = Math.min(Math.abs(first - second), excess);
    const half = Math.floor((excess - longerLoses) / 2);
    const firstLoses = half + (first > second ? longerLoses : 0);
    return [Math.max(0, first - firstLoses), Math.max(0, second - (excess - firstLoses))];
  }
  const cut = strategy === 'onlySecond' ? 1 : 0;
  return lengths.map((length, i) => (i === cut && length > excess ? length - excess : length));
}

/**
 * The tokens that the slow tokenizers of transformers 4 give back as overflowing: those cut off, in one piece, and as
 * many more as the stride says, without special tokens around them. `undefined` where nothing is cut.
 *
 * @param kept  what {@link slowTruncatedLengths} has left of `lengths`
 * @throws {TruncationError} for two texts and `'longestFirst'`, as in the reference
 */
export function slowOverflow(
  lengths: readonly number[],
  kept: readonly number[],
  { strategy, stride, direction }: { strategy: TruncationStrategy; stride: number; direction: 'left' | 'right' },
): SlowOverflow | undefined {
  if (strategy === 'longestFirst' && lengths.length > 1) {
    throw new TruncationError(
      "In mode 'hf-slow', 'longestFirst' gives no overflow of two texts. Use 'onlyFirst' or 'onlySecond'.",
    );
  }
  const sequence = strategy === 'onlySecond' ? 1 : 0;
  const length = lengths[sequence] ?? 0;
  const cutCount = length - (kept[sequence] ?? 0);
  if (cutCount === 0) return undefined;
  const count = Math.min(length, cutCount + stride);
  return direction === 'right' ? { sequence, from: length - count, to: length } : { sequence, from: 0, to: count };
}
