import { ranges } from './code-point-tables.js';
import { accents, movable } from './unicode-tables.js';

/**
 * The combining class of each mark that NFD sorts. Classes are numbered from 1 on in their order, all that matters here.
 *
 * The engine tells them, of marks that it is asked about: Unicode never alters the class of a mark that it has.
 *
 * @param tables  of ranges that have all the marks. Default: the library's
 */
export function combiningClasses(tables: readonly string[] = [accents, movable]): Map<number, number> {
  let marks = '';
  for (const [first, last] of tables.flatMap((table) => [...ranges(table)])) {
    for (let codePoint = first; codePoint <= last; codePoint++) {
      const character = String.fromCodePoint(codePoint);
      if (isSorted(character)) marks += character;
    }
  }
  const classes = new Map<number, number>();
  let number = 0;
  let before = '';
  for (const mark of marks.normalize('NFD')) {
    if (movesBehind(mark, before)) number++;
    classes.set(mark.codePointAt(0) ?? 0, number);
    before = mark;
  }
  return classes;
}

/** By U+0334, which is of the lowest class, and U+0301, which is above it. */
function isSorted(character: string): boolean {
  return movesBehind(character, '\u0334') || movesBehind('\u0301', character);
}

/** Whether NFD puts `second` before `first` */
function movesBehind(first: string, second: string): boolean {
  return (first + second).normalize('NFD') === second + first;
}
