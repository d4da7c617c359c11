import type { SourcedCharacter } from '../unicode/canonical-order.js';
import { composed, decomposed, inOrder, spell } from '../unicode/normal-form.js';
import { type PythonCharacters, UNASSIGNED, UPPERCASE } from '../unicode/python-characters.js';
import { ACCENT, CHINESE, PUNCTUATION, WHITESPACE } from '../unicode/unicode.js';
import { Word } from '../words/word.js';

export interface BasicTokenizerOptions {
  readonly python: PythonCharacters;
  /** Flags of the characters that cleaning drops. */
  readonly dropped: number;
  readonly handleChineseChars: boolean;
  /** Whether text is brought into canonical composition (NFC). */
  readonly composes: boolean;
  readonly lowercase: boolean;
  readonly stripAccents: boolean;
  /** Words that stay as they are. */
  readonly neverSplit: ReadonlySet<string>;
}

/**
 * The `BasicTokenizer` of both references in Python: cleans text, splits it at white space, and makes each word uniform
 * before it is split at punctuation marks. It is given a text character by character.
 */
export class BasicTokenizer {
  private readonly options: BasicTokenizerOptions;
  private readonly visit: (word: Word) => void;
  private characters: SourcedCharacter[] = [];
  private readonly word = new Word();

  /** @param visit  is called with each word, which is overwritten afterwards */
  constructor(options: BasicTokenizerOptions, visit: (word: Word) => void) {
    this.options = options;
    this.visit = visit;
  }

  /** Takes the next character, and where in the text it comes from. */
  add(codePoint: number, start: number, end: number): void {
    const { python, dropped, handleChineseChars } = this.options;
    if (python.has(codePoint, dropped)) return;
    if (python.has(codePoint, WHITESPACE)) {
      this.end();
    } else if (handleChineseChars && python.has(codePoint, CHINESE)) {
      this.end();
      this.characters.push({ codePoint, start, end });
      this.end();
    } else {
      this.characters.push({ codePoint, start, end });
    }
  }

  /** Ends the word, if there is one: at white space, and at the end of the text. */
  end(): void {
    if (this.characters.length === 0) return;
    const { python, composes, lowercase, stripAccents } = this.options;
    const given = this.characters;
    let word: readonly SourcedCharacter[] = given;
    this.characters = [];
    if (composes) word = composed(word, python);
    if (!this.isWhole(word)) {
      if (lowercase) word = this.lowercased(word);
      if (stripAccents) {
        word = decomposed(word, python).filter(({ codePoint }) => !python.has(codePoint, ACCENT));
      }
    }
    this.give(word === given ? word : inOrder(word), this.isWhole(word));
  }

  /** Only Σ asks for its neighbours: at the end of a word it becomes ς. */
  private lowercased(word: readonly SourcedCharacter[]): readonly SourcedCharacter[] {
    const { python } = this.options;
    if (!word.some(({ codePoint }) => python.has(codePoint, UPPERCASE))) return word;
    const hasSigma = word.some(({ codePoint }) => codePoint === 0x3a3);
    const sigmas = hasSigma ? lowercasedSigmas(word, python) : [];
    let next = 0;
    return word.flatMap(({ codePoint, start, end }) => {
      const isSigma = codePoint === 0x3a3 || codePoint === 0x3c2 || codePoint === 0x3c3;
      const form = (isSigma && sigmas[next++]) || python.lowercase(codePoint) || [codePoint];
      return form.map((part) => ({ codePoint: part, start, end }));
    });
  }

  /** Gives a word away as it is, or around its punctuation marks. */
  private give(word: readonly SourcedCharacter[], whole: boolean): void {
    for (const { codePoint, start, end } of word) {
      const isMark = !whole && this.options.python.has(codePoint, PUNCTUATION);
      if (isMark) this.flush();
      this.word.append(codePoint, start, end);
      if (isMark) this.flush();
    }
    this.flush();
  }

  private flush(): void {
    if (this.word.length > 0) this.visit(this.word);
    this.word.clear();
  }

  private isWhole(word: readonly SourcedCharacter[]): boolean {
    const { neverSplit } = this.options;
    return neverSplit.size > 0 && neverSplit.has(spell(word));
  }
}

/** What each Σ, σ and ς of a word becomes in lower case. */
function lowercasedSigmas(word: readonly SourcedCharacter[], python: PythonCharacters): [number][] {
  // So that engines see what Python 3.11 sees around a Σ: characters that are newer have no case, and nor has what
  // stands in for them; ʕ had case, as ı has; and U+1171E was passed over, as U+FE00 is.
  const text = spell(word.map((character) => (python.has(character.codePoint, UNASSIGNED) ? inert : character)))
    .replaceAll('\u0295', '\u0131')
    .replaceAll('\u{1171e}', '\ufe00');
  return Array.from(text.toLowerCase().match(/[σς]/g) ?? [], (sigma) => [sigma.charCodeAt(0)]);
}

const inert: SourcedCharacter = { codePoint: 0xe000, start: 0, end: 0 }; // of private use
