import type { AddedToken } from '../definition.js';
import { VocabularyError } from '../errors.js';

/** An added token, and how it is written in the text that is searched. */
export interface SoughtToken {
  readonly token: AddedToken;
  readonly written: string;
}

/** A part of a text: an added token with the white space that it takes, or what stands between two of them. */
export interface TextPart {
  readonly start: number;
  readonly end: number;
  readonly token: AddedToken | undefined;
}

/** In UTF-16 units: a bound for memory, as each takes some fifty bytes. */
const maxTotalLength = 2 ** 20;

const whitespace = /\p{White_Space}/u;
// `\w` in Rust. On characters newer than the tables of the engine the two may differ.
const startsWithWord = /^[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]/u;
const endsWithWord = /[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]$/u;

/**
 * Finds added tokens in text: from the left, the longest at each place, as Hugging Face's `AddedVocabulary` does.
 *
 * The time grows with the length of the text only, whatever the tokens: the text is read backwards once, which tells
 * for each place the longest token that starts there (the automaton of Aho and Corasick 1975, of reversed tokens).
 */
export class AddedTokenFinder {
  private readonly tokens: readonly SoughtToken[];
  private readonly findsSpecial: boolean;
  /** State · 2¹⁶ + unit → state. A state stands for an end of a token; 0 for the empty one. */
  private readonly edges = new Map<number, number>();
  /** State → the state of the longest token end that it begins with, but for itself. */
  private readonly fallbacks = [0];
  /** State → the longest token that it begins with, or −1. */
  private readonly longest = [-1];

  /**
   * @param tokens        of those written alike, the first is found
   * @param findsSpecial  whether special tokens count; otherwise they stay text
   * @throws {VocabularyError} where a token is written as nothing, or there is too much of them
   */
  constructor(tokens: readonly SoughtToken[], findsSpecial: boolean) {
    this.tokens = tokens;
    this.findsSpecial = findsSpecial;
    let totalLength = 0;
    for (const { token, written } of tokens) {
      totalLength += written.length;
      if (written === '') {
        throw new VocabularyError(
          `The added token ${JSON.stringify(token.content)} is nothing once it is normalised: no text can have it.`,
        );
      }
    }
    if (totalLength > maxTotalLength) {
      throw new VocabularyError(
        `The added tokens have ${totalLength} UTF-16 units in all; more than ${maxTotalLength} are not supported.`,
      );
    }
    this.build();
  }

  /**
   * The parts of a text, in order. A token may stand within white space that the token before it has taken: then the
   * two overlap, as in the reference.
   */
  *split(text: string): Generator<TextPart, void, void> {
    const longestAt = this.tokens.length === 0 ? [] : this.longestAt(text);
    let done = 0;
    let blankEnd = 0;
    for (let i = 0; i < longestAt.length; ) {
      const found = this.tokens[longestAt[i] ?? -1];
      if (found === undefined) {
        i++;
        continue;
      }
      const { token, written } = found;
      let start = i;
      let end = i + written.length;
      i = end;
      if (token.special && !this.findsSpecial) continue;
      if (token.singleWord && touchesWord(text, start, end)) continue;
      if (token.lstrip) {
        while (start > done && whitespace.test(text.charAt(start - 1))) start--;
        start = Math.max(start, done);
        if (start >= end) continue; // all of it is taken
      }
      if (token.rstrip) {
        blankEnd = Math.max(blankEnd, end); // white space that was read before is not read again
        while (blankEnd < text.length && whitespace.test(text.charAt(blankEnd))) blankEnd++;
        end = blankEnd;
      }
      if (done < start) yield { start: done, end: start, token: undefined };
      yield { start, end, token };
      done = end;
    }
    if (done < text.length) yield { start: done, end: text.length, token: undefined };
  }

  /** Which token, the longest, starts at each place, or −1. */
  private longestAt(text: string): Int32Array {
    const found = new Int32Array(text.length);
    let state = 0;
    for (let i = text.length - 1; i >= 0; i--) {
      state = this.next(state, text.charCodeAt(i));
      found[i] = this.longest[state] ?? -1;
    }
    return found;
  }

  private next(from: number, unit: number): number {
    let state = from;
    let next = this.edges.get(state * 0x10000 + unit);
    while (next === undefined && state !== 0) {
      state = this.fallbacks[state] ?? 0;
      next = this.edges.get(state * 0x10000 + unit);
    }
    return next ?? 0;
  }

  private build(): void {
    const levels: { state: number; parent: number; unit: number }[][] = []; // by length
    for (const [index, { written }] of this.tokens.entries()) {
      let state = 0;
      for (let i = written.length - 1, level = 0; i >= 0; i--, level++) {
        const unit = written.charCodeAt(i);
        const parent = state;
        state = this.edges.get(parent * 0x10000 + unit) ?? this.longest.push(-1) - 1;
        if (this.edges.has(parent * 0x10000 + unit)) continue;
        this.edges.set(parent * 0x10000 + unit, state);
        levels[level] ??= [];
        levels[level]?.push({ state, parent, unit });
      }
      if (this.longest[state] === -1) this.longest[state] = index;
    }
    for (const { state, parent, unit } of levels.flat()) {
      const fallback = parent === 0 ? 0 : this.next(this.fallbacks[parent] ?? 0, unit);
      this.fallbacks[state] = fallback;
      if (this.longest[state] === -1) this.longest[state] = this.longest[fallback] ?? -1;
    }
  }
}

function touchesWord(text: string, start: number, end: number): boolean {
  return endsWithWord.test(text.slice(Math.max(0, start - 2), start)) || startsWithWord.test(text.slice(end, end + 2));
}
