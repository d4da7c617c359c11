/** First and last code point of each range of a table of ranges, whose form is told in unicode-tables.ts. */
export function* ranges(table: string): Generator<[first: number, last: number]> {
  let first = 0;
  let isIn = false;
  for (const count of numbers(table)) {
    if (isIn) yield [first, first + count - 1];
    first += count;
    isIn = !isIn;
  }
}

/** The numbers of a table. */
export function* numbers(table: string): Generator<number> {
  for (const [, fiftyTwos, letter = ''] of table.matchAll(/(\d*)([a-z])/gi)) {
    yield Number(fiftyTwos) * 52 + Number.parseInt(letter, 36) - (letter < 'a' ? -16 : 10);
  }
}

/** Flips a flag of the characters of a table of ranges. */
export function toggle(flags: Uint8Array, table: string, flag: number): void {
  for (const [first, last] of ranges(table)) {
    for (let codePoint = first; codePoint <= last; codePoint++) flags[codePoint] = (flags[codePoint] ?? 0) ^ flag;
  }
}
