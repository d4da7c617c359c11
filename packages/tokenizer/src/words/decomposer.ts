import { decompose } from '../unicode/character-forms.js';
import { combiningClasses } from '../unicode/combining-classes.js';
import { memoized } from '../unicode/memoized.js';
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
  private readonly combiningClasses = combiningClasses();
  private readonly partsOf = memoized(decompose);

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
}
