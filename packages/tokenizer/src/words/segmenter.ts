import type { Word } from './word.js';

/** Is told what a text falls into, from left to right. */
export interface SegmentVisitor {
  /** A normalised word, with where each of its units comes from. It is overwritten afterwards. */
  word(word: Word): void;
  /**
   * A special or added token that stands in the text.
   *
   * @param start   of its source in UTF-16 units, white space that it swallows included
   * @param spelled the token as it stands in the normalised text, where that is not its content
   */
  token(id: number, start: number, end: number, spelled?: string): void;
}

/** Finds the special tokens of a text, and normalises and splits the text between them into words. */
export interface Segmenter {
  /** Takes any text; a surrogate alone counts as U+FFFD. */
  segment(text: string, visitor: SegmentVisitor): void;
}
