import {
  accents,
  chinese,
  combiningClasses,
  decomposable,
  dropped,
  lowercase,
  movable,
  punctuation,
  whitespace,
} from './unicode-tables.js';

// Flags of a character. What each means is told in unicode-tables.ts.
export const DROPPED = 1;
export const WHITESPACE = 2;
export const CHINESE = 4;
export const PUNCTUATION = 8;
export const ACCENT = 16;
export const DECOMPOSABLE = 32;
export const MOVABLE = 64;
export const UPPERCASE = 128;

let known: Uint8Array | undefined;

/** One byte of flags for each code point, 1.1 MB, made once; not to be changed. */
export function characterFlags(): Uint8Array {
  known ??= makeFlags();
  return known;
}

function makeFlags(): Uint8Array {
  const flags = new Uint8Array(0x110000);
  const tables: [string, number][] = [
    [dropped, DROPPED],
    [whitespace, WHITESPACE],
    [chinese, CHINESE],
    [punctuation, PUNCTUATION],
    [accents, ACCENT],
    [decomposable, DECOMPOSABLE],
    [movable, MOVABLE],
  ];
  for (const [table, flag] of tables) toggle(flags, table, flag);
  for (const codePoint of lowercaseForms().keys()) flags[codePoint] = (flags[codePoint] ?? 0) | UPPERCASE;
  return flags;
}

/** Flips a flag of the characters of a table of ranges. */
export function toggle(flags: Uint8Array, table: string, flag: number): void {
  for (const [first, last] of ranges(table.trim().split(/\s/))) {
    for (let codePoint = first; codePoint <= last; codePoint++) flags[codePoint] = (flags[codePoint] ?? 0) ^ flag;
  }
}

/** What each uppercase letter becomes in lower case. */
export function lowercaseForms(): Map<number, readonly number[]> {
  const forms = new Map<number, readonly number[]>([[0x130, [0x69, 0x307]]]); // İ, the only one that becomes two
  let first = 0;
  for (const run of lowercase.trim().split(/\s/)) {
    const [gap = 0, count = 0, step = 0, distance = 0] = run.split(',').map((digits) => Number.parseInt(digits, 36));
    first += gap;
    for (let i = 0; i < count; i++) forms.set(first + i * step, [first + i * step + distance]);
  }
  return forms;
}

/**
 * The combining class of each character that has another than 0.
 *
 * @param classesTable  in the form of the default, which is the library's
 */
export function nonzeroCombiningClasses(classesTable: string = combiningClasses): Map<number, number> {
  const classes = new Map<number, number>();
  for (const table of classesTable.trim().split(/\s(?=\w+:)/)) {
    const [name = '', ...items] = table.split(/\s/);
    for (const [first, last] of ranges(items)) {
      for (let codePoint = first; codePoint <= last; codePoint++) classes.set(codePoint, Number.parseInt(name, 36));
    }
  }
  return classes;
}

function* ranges(items: readonly string[]): Generator<[first: number, last: number]> {
  let last = 0;
  for (const item of items) {
    const [gap = 0, more = 0] = item.split('-').map((digits) => Number.parseInt(digits, 36));
    const first = last + gap;
    last = first + more;
    yield [first, last];
  }
}
