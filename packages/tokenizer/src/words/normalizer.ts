import { decompose, lowercase } from '../unicode/character-forms.js';
import { combiningClasses } from '../unicode/combining-classes.js';
import { memoized } from '../unicode/memoized.js';
import {
  ACCENT,
  CHANGEABLE,
  CHINESE,
  characterFlags,
  DROPPED,
  MOVABLE,
  PUNCTUATION,
  WHITESPACE,
} from '../unicode/unicode.js';

/** How text is made uniform before it is split into words: the settings of Hugging Face's `BertNormalizer`. */
export interface NormalizerOptions {
  /** Lowercases, character by character. Default: true. */
  readonly lowercase?: boolean | undefined;
  /** Decomposes (NFD) and drops accents. Default: null, which is as {@link lowercase}. */
  readonly stripAccents?: boolean | null | undefined;
  /** Makes each Chinese character a word of its own. Default: true. */
  readonly handleChineseChars?: boolean | undefined;
  /** Drops control, format and private-use characters, U+0000 and U+FFFD. Default: true. */
  readonly cleanText?: boolean | undefined;
}

/** What each character is and becomes, under given options. Knows single characters only, no words. */
export class Normalizer {
  /** Whether text is brought into canonical decomposition (NFD). */
  readonly decomposes: boolean;
  /** What a character becomes: nothing, one character or several. */
  readonly normalize: (codePoint: number) => readonly number[] = memoized((codePoint) => this.formOf(codePoint));
  private readonly flags = characterFlags();
  private readonly lowercase: boolean;
  private readonly cleanText: boolean;
  private readonly handleChineseChars: boolean;
  /** The flags of the characters that may not stay as they are. */
  private readonly changing: number;
  private combiningClasses: ReadonlyMap<number, number> | undefined;

  constructor({
    lowercase = true,
    stripAccents = null,
    handleChineseChars = true,
    cleanText = true,
  }: NormalizerOptions = {}) {
    this.lowercase = lowercase;
    this.decomposes = stripAccents ?? lowercase;
    this.cleanText = cleanText;
    this.handleChineseChars = handleChineseChars;
    this.changing =
      (cleanText ? DROPPED | WHITESPACE : 0) |
      (this.decomposes ? ACCENT : 0) |
      (this.decomposes || lowercase ? CHANGEABLE : 0);
  }

  /** Whether a character stays as it is, told at a glance; may be false for one that does. */
  keeps(codePoint: number): boolean {
    return !this.has(codePoint, this.changing);
  }

  /** Whether cleaning drops a character. */
  cleans(codePoint: number): boolean {
    return this.cleanText && this.has(codePoint, DROPPED);
  }

  isWhitespace(codePoint: number): boolean {
    return this.has(codePoint, WHITESPACE);
  }

  isPunctuation(codePoint: number): boolean {
    return this.has(codePoint, PUNCTUATION);
  }

  /** Whether a character has blanks put around it, before it is decomposed. */
  isIsolated(codePoint: number): boolean {
    return this.handleChineseChars && this.has(codePoint, CHINESE);
  }

  /** Whether canonical order may move a character, or its parts, in a way that shows in the words. */
  isMovable(codePoint: number): boolean {
    return this.decomposes && this.has(codePoint, MOVABLE);
  }

  combiningClass(codePoint: number): number {
    this.combiningClasses ??= combiningClasses();
    return this.combiningClasses.get(codePoint) ?? 0;
  }

  private formOf(codePoint: number): readonly number[] {
    if (this.cleans(codePoint)) return [];
    if (this.cleanText && this.has(codePoint, WHITESPACE)) return [0x20];
    let form = [codePoint];
    if (this.decomposes) form = decompose(codePoint).filter((part) => !this.has(part, ACCENT));
    if (this.lowercase) form = form.flatMap(lowercase);
    return form;
  }

  private has(codePoint: number, flags: number): boolean {
    return ((this.flags[codePoint] ?? 0) & flags) !== 0;
  }
}
