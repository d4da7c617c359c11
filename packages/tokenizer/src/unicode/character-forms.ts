import { numbers } from './code-point-tables.js';
import { CHANGEABLE, characterFlags } from './unicode.js';
import { newerLetters } from './unicode-tables.js';

const newerForms = new Map(formsOf(newerLetters));

/** What a character becomes in lower case where it stands alone: itself where it has none. */
export function lowercase(codePoint: number): number[] {
  const form = newerForms.get(codePoint);
  return form === undefined ? change(codePoint, (character) => character.toLowerCase()) : [form];
}

/** The canonical decomposition (NFD) of a character: itself where it has none. */
export function decompose(codePoint: number): number[] {
  return change(codePoint, (character) => character.normalize('NFD'));
}

/** The table decides what the engine is asked about, since it may know of newer characters than the library. */
function change(codePoint: number, changed: (character: string) => string): number[] {
  if (((characterFlags()[codePoint] ?? 0) & CHANGEABLE) === 0) return [codePoint];
  return Array.from(changed(String.fromCodePoint(codePoint)), (part) => part.codePointAt(0) ?? 0);
}

function* formsOf(table: string): Generator<[letter: number, form: number]> {
  const rows = [...numbers(table)];
  let first = 0;
  for (let i = 0; i < rows.length; i += 3) {
    const [distance = 0, count = 0, form = 0] = rows.slice(i, i + 3);
    first += distance;
    for (let k = 0; k < count; k++) yield [first + k, form + k];
  }
}
