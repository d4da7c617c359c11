import { lowercase } from './character-forms.js';
import { ranges, toggle } from './code-point-tables.js';
import { combiningClasses } from './combining-classes.js';
import { memoized } from './memoized.js';
import {
  accentDifferences,
  chineseDifferences,
  droppedDifferences,
  newerMarks,
  privateUse,
  punctuationDifferences,
  unassigned,
} from './python-tables.js';
import { ACCENT, CHINESE, DROPPED, PUNCTUATION, WHITESPACE } from './unicode.js';
import { accents, changeable, chinese, dropped, movable, punctuation, whitespace } from './unicode-tables.js';

// Flags that only Python's characters have, beside those of unicode.ts. `DROPPED` has no private use here.
export const UNASSIGNED = 32;
export const PRIVATE_USE = 64;
export const UPPERCASE = 128;

/**
 * What each character is to Python 3.11, whose `unicodedata` is of Unicode 14.
 *
 * The engine is asked only what Unicode never alters once a character is assigned: its case, what it is composed of, and
 * how marks are sorted.
 */
export class PythonCharacters {
  /** The canonical decomposition of a character: itself where it has none. */
  readonly decompose: (codePoint: number) => readonly number[] = memoized((codePoint) =>
    this.has(codePoint, UNASSIGNED) ? [codePoint] : codePointsOf(String.fromCodePoint(codePoint), 'NFD'),
  );
  private readonly flags = new Uint8Array(0x110000);
  private readonly classes = combiningClasses([accents, movable, newerMarks]);
  private readonly lowercaseForm = memoized(lowercase);

  constructor() {
    const tables: [string, number][] = [
      [dropped, DROPPED],
      [droppedDifferences, DROPPED],
      [whitespace, WHITESPACE],
      [chinese, CHINESE],
      [chineseDifferences, CHINESE],
      [punctuation, PUNCTUATION],
      [punctuationDifferences, PUNCTUATION],
      [accents, ACCENT],
      [accentDifferences, ACCENT],
      [unassigned, UNASSIGNED],
      [privateUse, PRIVATE_USE],
    ];
    for (const [table, flag] of tables) toggle(this.flags, table, flag);
    for (const [first, last] of ranges(changeable)) {
      for (let codePoint = first; codePoint <= last; codePoint++) {
        if (this.has(codePoint, UNASSIGNED)) continue; // the table has newer letters too
        const character = String.fromCodePoint(codePoint);
        if (character.toLowerCase() === character) continue;
        this.flags[codePoint] = (this.flags[codePoint] ?? 0) | UPPERCASE;
      }
    }
  }

  /** Whether a character has any of some flags. */
  has(codePoint: number, flags: number): boolean {
    return ((this.flags[codePoint] ?? 0) & flags) !== 0;
  }

  /** What a character becomes in lower case where it stands alone; `undefined` where it stays. */
  lowercase(codePoint: number): readonly number[] | undefined {
    return this.has(codePoint, UPPERCASE) ? this.lowercaseForm(codePoint) : undefined;
  }

  /** By which marks are sorted; 0 for what is no mark, and for marks that stay where they are. */
  combiningClass(codePoint: number): number {
    return this.classes.get(codePoint) ?? 0;
  }

  /** The character that two make together, if there is one. */
  compose(first: number, second: number): number | undefined {
    const [composed = 0, ...rest] = codePointsOf(String.fromCodePoint(first, second), 'NFC');
    return rest.length === 0 && !this.has(composed, UNASSIGNED) ? composed : undefined;
  }
}

function codePointsOf(text: string, form: 'NFC' | 'NFD'): number[] {
  return Array.from(text.normalize(form), (character) => character.codePointAt(0) ?? 0);
}
