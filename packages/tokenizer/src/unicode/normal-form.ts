import type { SourcedCharacter } from './canonical-order.js';
import type { PythonCharacters } from './python-characters.js';

/** Characters in canonical decomposition (NFD), each part in the place of what it is a part of. */
export function decomposed(
  characters: readonly SourcedCharacter[],
  python: PythonCharacters,
): readonly SourcedCharacter[] {
  if (characters.every(({ codePoint }) => codePoint < 0xc0)) return characters; // below À, none has parts
  const ordered: SourcedCharacter[] = [];
  let marks: SourcedCharacter[] = [];
  const orderMarks = () => {
    if (marks.length > 1) {
      marks.sort((x, y) => python.combiningClass(x.codePoint) - python.combiningClass(y.codePoint));
    }
    for (const mark of marks) ordered.push(mark);
    marks = [];
  };
  for (const { codePoint, start, end } of characters) {
    for (const part of python.decompose(codePoint)) {
      if (python.combiningClass(part) > 0) {
        marks.push({ codePoint: part, start, end });
      } else {
        orderMarks();
        ordered.push({ codePoint: part, start, end });
      }
    }
  }
  orderMarks();
  return ordered;
}

/** Characters in canonical composition (NFC), each in the places of all that it is composed of (UAX #15, D117). */
export function composed(
  characters: readonly SourcedCharacter[],
  python: PythonCharacters,
): readonly SourcedCharacter[] {
  if (isComposed(characters, python)) return characters;
  const whole: SourcedCharacter[] = [];
  let starter = -1;
  let lastClass = 0;
  for (const part of decomposed(characters, python)) {
    const combiningClass = python.combiningClass(part.codePoint);
    const base = whole[starter];
    const isBlocked = starter < whole.length - 1 && lastClass >= combiningClass; // by what stands between
    const codePoint = base && !isBlocked ? python.compose(base.codePoint, part.codePoint) : undefined;
    if (base && codePoint !== undefined) {
      whole[starter] = {
        codePoint,
        start: Math.min(base.start, part.start),
        end: Math.max(base.end, part.end),
      };
    } else {
      if (combiningClass === 0) starter = whole.length;
      lastClass = combiningClass;
      whole.push(part);
    }
  }
  return whole;
}

/** Told at a glance; may be false for what is composed. */
function isComposed(characters: readonly SourcedCharacter[], python: PythonCharacters): boolean {
  if (characters.every(({ codePoint }) => codePoint < 0x300)) return true; // below the marks, all is
  // Engines take quadratic time to sort a long row of marks, so they are not asked about any.
  if (characters.some(({ codePoint }) => python.combiningClass(python.decompose(codePoint)[0] ?? 0) > 0)) return false;
  const text = spell(characters);
  return text === text.normalize('NFC');
}

/** Characters with their places in order: those that sorting has moved past each other have one place together. */
export function inOrder(characters: readonly SourcedCharacter[]): SourcedCharacter[] {
  const ordered = characters.map((character) => ({ ...character }));
  let last = 0;
  for (const character of ordered) {
    last = Math.max(last, character.end);
    character.end = last;
  }
  let first = last;
  for (const character of ordered.toReversed()) {
    first = Math.min(first, character.start);
    character.start = first;
  }
  return ordered;
}

/** Characters as a string. */
export function spell(characters: readonly SourcedCharacter[]): string {
  let text = '';
  for (const { codePoint } of characters) text += String.fromCodePoint(codePoint);
  return text;
}
