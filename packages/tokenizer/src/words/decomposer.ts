import { DECOMPOSABLE, nonzeroCombiningClasses } from '../unicode/unicode.js';
import { forEachCharacter } from './for-each-character.js';
import type { Word } from './word.js';

interface Mark {
  readonly codePoint: number;
  readonly combiningClass: number;
  readonly start: number;
  readonly end: number;
  /** Whether it is a second or later part of a decomposed character. */
  readonly isLater: boolean;
}

/**
 * Canonical decomposition (NFD) by the reference's tables, sources kept.
 *
 * Sources do not move with the marks that it sorts: the first mark after sorting has the first source, and so on, while
 * a later part of a decomposed character has the source of whatever then stands before it. So the reference's offsets
 * come out, which notes only what characters are new.
 */
export class Decomposer {
  private readonly flags: Uint8Array;
  private readonly combiningClasses = nonzeroCombiningClasses();
  private readonly decompositions = new Map<number, readonly number[]>();

  /** @param flags  those of `characterFlags()` */
  constructor(flags: Uint8Array) {
    this.flags = flags;
  }

  /** Appends to `to` what `from` decomposes to. */
  decompose(from: Word, to: Word): void {
    let marks: Mark[] = []; // since the last character that is none
    let last = { start: 0, end: 0 };
    const appendMarks = () => {
      const sources = marks.filter(({ isLater }) => !isLater).values();
      for (const { codePoint, isLater } of marks.sort((x, y) => x.combiningClass - y.combiningClass)) {
        if (!isLater) last = sources.next().value ?? last;
        to.append(codePoint, last.start, last.end);
      }
      marks = [];
    };
    forEachCharacter(from, 0, from.length, (character, start, end) => {
      for (const [k, codePoint] of this.partsOf(character).entries()) {
        const combiningClass = this.combiningClasses.get(codePoint) ?? 0;
        if (combiningClass > 0) {
          marks.push({ codePoint, combiningClass, start, end, isLater: k > 0 });
        } else {
          if (marks.length > 0) appendMarks();
          to.append(codePoint, start, end);
          last = { start, end };
        }
      }
    });
    appendMarks();
  }

  private partsOf(codePoint: number): readonly number[] {
    let parts = this.decompositions.get(codePoint);
    if (parts === undefined) {
      parts = [codePoint];
      // The table decides, not the engine, which may know of newer characters. Those in the table it decomposes rightly.
      if (((this.flags[codePoint] ?? 0) & DECOMPOSABLE) !== 0) {
        parts = Array.from(String.fromCodePoint(codePoint).normalize('NFD'), (part) => part.codePointAt(0) ?? 0);
      }
      this.decompositions.set(codePoint, parts);
    }
    return parts;
  }
}
