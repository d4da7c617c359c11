import { TruncationError } from '../errors.js';
import { addedCount, type TemplatePart } from './template.js';
import type { Tokens } from './tokens.js';
import { type TruncationOptions, truncatedLengths } from './truncation.js';

/** Tokens `[from, to)` of one text. */
export interface Range {
  readonly from: number;
  readonly to: number;
  /** Whether it is a later part of a text that was cut. */
  readonly isOverflow: boolean;
}

/** A range of each text: what becomes one encoding. */
export type Window = readonly Range[];

/** What is left of the texts, and what was cut off. */
export interface Windows {
  readonly main: Window;
  /** All of it, made when it is asked for: of two long texts there can be very many. */
  overflow(): Window[];
  /** What the overflow is put together with, where that is not the template. */
  readonly overflowTemplate?: readonly TemplatePart[];
}

/**
 * Cuts one text, or two, into windows that overlap by the stride, as Hugging Face's `truncate_encodings` does.
 *
 * @param sequences   the tokens of each text
 * @param template    what they will be put together with: it takes room, and its second text changes fastest
 * @param truncation  Default: nothing is cut
 * @throws {TruncationError} where the tokens cannot be cut as asked
 */
export function windowsOf(
  sequences: readonly Tokens[],
  template: readonly TemplatePart[],
  truncation: TruncationOptions | undefined,
): Windows {
  const lengths = sequences.map(({ ids }) => ids.length);
  if (truncation === undefined) return { main: lengths.map(whole), overflow: () => [] };
  const { maxLength, strategy = 'longestFirst', direction = 'right', stride = 0 } = truncation;
  const kept = truncatedLengths(lengths, maxLength - addedCount(template), strategy);
  const cuts = lengths.map((length, i) => cutOf(length, kept[i] ?? 0, stride, direction));
  const [, second = 1] = template.flatMap((part) => ('sequence' in part ? [part.sequence] : []));
  return {
    main: cuts.map(({ main }) => main),
    overflow() {
      const parts = cuts.map((cut) => ({ main: cut.main, rest: cut.rest() }));
      const [outer, inner] = second === 1 ? parts : parts.toReversed();
      if (outer === undefined) return [];
      if (inner === undefined) return outer.rest.map((range) => [range]);
      const window = (x: Range, y: Range): Window => (second === 1 ? [x, y] : [y, x]);
      return [
        ...outer.rest.flatMap((range) => [inner.main, ...inner.rest].map((other) => window(range, other))),
        ...inner.rest.map((other) => window(outer.main, other)),
      ];
    },
  };
}

interface Cut {
  readonly main: Range;
  rest(): Range[];
}

function whole(length: number): Range {
  return { from: 0, to: length, isOverflow: false };
}

/** A text's first part of `kept` tokens, and the others. */
function cutOf(length: number, kept: number, stride: number, direction: 'left' | 'right'): Cut {
  if (kept >= length) return { main: whole(length), rest: () => [] };
  if (kept === 0) return { main: whole(0), rest: () => [{ ...whole(length), isOverflow: true }] };
  if (stride >= kept) {
    throw new TruncationError(
      `The stride is ${stride}, but of a text only ${kept} tokens are kept at a time: it must be below that.`,
    );
  }
  // As if cut on the right; on the left, all is mirrored.
  const range = (from: number, to: number, isOverflow: boolean): Range =>
    direction === 'right' ? { from, to, isOverflow } : { from: length - to, to: length - from, isOverflow };
  return {
    main: range(0, kept, false),
    rest() {
      const ranges: Range[] = [];
      for (let from = kept - stride, to = kept; to < length; from += kept - stride) {
        to = Math.min(from + kept, length);
        ranges.push(range(from, to, true));
      }
      return ranges;
    },
  };
}
