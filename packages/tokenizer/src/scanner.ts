import type { Normalizer } from './normalizer.js';
import type { TokenBuffer } from './token-buffer.js';
import type { WordPieces } from './word-pieces.js';
import { WordSplitter } from './word-splitter.js';

// What to do at a UTF-16 unit. From 0 on: the unit is a word and a token of its own, with that id.
const UNKNOWN = -1;
const BLANK = -2;
const IN_RUN = -3;

/** V8 copies slices this short. Longer ones, as keys, would keep alive the whole texts that they were cut from. */
const maxCachedLength = 12;
const maxCachedRuns = 32768;

/** A token of a run: places and the word's number are counted from the start of the run. */
interface RunToken {
  readonly id: number;
  readonly start: number;
  readonly end: number;
  readonly word: number;
}

/**
 * Text to tokens, without regard to special tokens.
 *
 * The text falls into blanks, units that are a word and a token of their own (punctuation marks, Chinese characters),
 * and runs of all else. The tokens of a run depend on nothing around it, so they are remembered.
 */
export class Scanner {
  private readonly normalizer: Normalizer;
  private readonly splitter: WordSplitter;
  private readonly pieces: WordPieces;
  private readonly actions = new Int32Array(65536).fill(UNKNOWN);
  private readonly runs = new Map<string, readonly RunToken[]>();

  constructor(normalizer: Normalizer, pieces: WordPieces) {
    this.normalizer = normalizer;
    this.splitter = new WordSplitter(normalizer);
    this.pieces = pieces;
  }

  /** Adds the tokens of `text[start, end)`. Neither end may lie within a surrogate pair. */
  scan(text: string, start: number, end: number, tokens: TokenBuffer): void {
    let i = start;
    while (i < end) {
      const action = this.actionAt(text, i);
      if (action >= 0) {
        tokens.push(action, i, i + 1, tokens.wordCount++);
        i++;
      } else if (action === BLANK) {
        i++;
      } else {
        const runStart = i++;
        while (i < end && this.actionAt(text, i) === IN_RUN) i++;
        this.addRun(text, runStart, i, tokens);
      }
    }
  }

  private addRun(text: string, start: number, end: number, tokens: TokenBuffer): void {
    if (end - start > maxCachedLength) {
      this.matchWords(text, start, end, tokens);
      return;
    }
    const run = text.slice(start, end);
    const known = this.runs.get(run);
    const { length, wordCount } = tokens;
    if (known === undefined) {
      this.matchWords(text, start, end, tokens);
      if (this.runs.size === maxCachedRuns) this.runs.clear();
      this.runs.set(run, tokensSince(length, wordCount, start, tokens));
    } else {
      for (const token of known) {
        tokens.wordCount = wordCount + token.word + 1;
        tokens.push(token.id, start + token.start, start + token.end, wordCount + token.word);
      }
    }
  }

  private matchWords(text: string, start: number, end: number, tokens: TokenBuffer): void {
    this.splitter.split(text, start, end, (word) => this.pieces.match(word, tokens));
  }

  private actionAt(text: string, index: number): number {
    const unit = text.charCodeAt(index);
    let action = this.actions[unit] ?? UNKNOWN;
    if (action === UNKNOWN) {
      action = this.actionOf(unit);
      this.actions[unit] = action;
    }
    return action;
  }

  private actionOf(unit: number): number {
    const { normalizer } = this;
    const [form, more] = unit >= 0xd800 && unit <= 0xdfff ? [] : normalizer.normalize(unit);
    if (form === undefined || more !== undefined) return IN_RUN;
    if (normalizer.isIsolated(unit) || normalizer.isPunctuation(form)) return this.pieces.idOf(form);
    return normalizer.isWhitespace(form) ? BLANK : IN_RUN;
  }
}

/** The tokens from `first` on, as a run that starts at `start` with word `firstWord`. */
function tokensSince(first: number, firstWord: number, start: number, tokens: TokenBuffer): RunToken[] {
  const { ids, starts, ends, words, length } = tokens;
  return Array.from(ids.subarray(first, length), (id, i) => ({
    id,
    start: (starts[first + i] ?? 0) - start,
    end: (ends[first + i] ?? 0) - start,
    word: (words[first + i] ?? 0) - firstWord,
  }));
}
