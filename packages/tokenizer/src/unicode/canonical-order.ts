import type { Normalizer } from '../words/normalizer.js';
import { decompose } from './character-forms.js';
import { codePointAt } from './code-points.js';

/** A character and where in the text its source stands. */
export interface SourcedCharacter {
  readonly codePoint: number;
  readonly start: number;
  readonly end: number;
}

interface Part extends SourcedCharacter {
  readonly combiningClass: number;
  /** Whether it is a second or later part of a decomposed character. */
  readonly isLater: boolean;
}

/**
 * `text[start, end)`, cleaned and in NFD, which sorts each row of marks by combining class.
 *
 * The places do not move with the marks: the first mark after sorting has the first place, and so on, while a later
 * part of a decomposed character has the place of whatever now stands before it. This is how the reference's offsets
 * come out, since it notes only which characters were added.
 */
export function canonicallyOrdered(
  text: string,
  start: number,
  end: number,
  normalizer: Normalizer,
): SourcedCharacter[] {
  const ordered: SourcedCharacter[] = [];
  let marks: Part[] = [];
  let place = { start, end: start };

  const orderMarks = () => {
    const places = marks.filter((mark) => !mark.isLater).values();
    for (const mark of marks.sort((x, y) => x.combiningClass - y.combiningClass)) {
      if (!mark.isLater) place = places.next().value ?? place;
      ordered.push({ codePoint: mark.codePoint, start: place.start, end: place.end });
    }
    marks = [];
  };

  for (let i = start; i < end; ) {
    const codePoint = codePointAt(text, i);
    const next = i + (codePoint > 0xffff ? 2 : 1);
    if (!normalizer.cleans(codePoint)) {
      for (const [k, part] of decompose(codePoint).entries()) {
        const combiningClass = normalizer.combiningClass(part);
        if (combiningClass > 0) {
          marks.push({ codePoint: part, start: i, end: next, combiningClass, isLater: k > 0 });
        } else {
          orderMarks();
          place = { start: i, end: next };
          ordered.push({ codePoint: part, start: i, end: next });
        }
      }
    }
    i = next;
  }
  orderMarks();
  return ordered;
}
