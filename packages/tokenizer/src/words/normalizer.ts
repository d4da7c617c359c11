import {
  ACCENT,
  CHINESE,
  characterFlags,
  DECOMPOSABLE,
  DROPPED,
  lowercaseForms,
  MOVABLE,
  nonzeroCombiningClasses,
  PUNCTUATION,
  UPPERCASE,
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
  private readonly flags = characterFlags();
  private readonly lowercase: boolean;
  private readonly cleanText: boolean;
  private readonly handleChineseChars: boolean;
  /** The flags of the characters that do not stay as they are. */
  private readonly changing: number;
  private readonly lowercaseForms = lowercaseForms();
  private readonly forms = new Map<number, readonly number[]>();
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
      (this.decomposes ? DECOMPOSABLE | ACCENT : 0) |
      (lowercase ? UPPERCASE : 0);
  }

  /** Whether a character stays as it is. */
  keeps(codePoint: number): boolean {
    return !this.has(codePoint, this.changing);
  }

  /** What a character becomes: nothing, one character or several. */
  normalize(codePoint: number): readonly number[] {
    let form = this.forms.get(codePoint);
    if (form === undefined) {
      form = this.computeForm(codePoint);
      this.forms.set(codePoint, form);
    }
    return form;
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
    this.combiningClasses ??= nonzeroCombiningClasses();
    return this.combiningClasses.get(codePoint) ?? 0;
  }

  /** The canonical decomposition of a character: itself where it has none. */
  decompose(codePoint: number): number[] {
    // The table decides, not the engine, which may know of newer characters. Those in the table it decomposes rightly.
    if (!this.has(codePoint, DECOMPOSABLE)) return [codePoint];
    return Array.from(String.fromCodePoint(codePoint).normalize('NFD'), (part) => part.codePointAt(0) ?? 0);
  }

  private computeForm(codePoint: number): readonly number[] {
    if (this.cleans(codePoint)) return [];
    if (this.cleanText && this.has(codePoint, WHITESPACE)) return [0x20];
    let form = [codePoint];
    if (this.decomposes) form = this.decompose(codePoint).filter((part) => !this.has(part, ACCENT));
    if (this.lowercase) form = form.flatMap((part) => this.lowercaseForms.get(part) ?? part);
    return form;
  }

  private has(codePoint: number, flags: number): boolean {
    return ((this.flags[codePoint] ?? 0) & flags) !== 0;
  }
}
