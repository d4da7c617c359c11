import type { Word } from './word.js';

/** Calls `visit` with each character of `units[from, to)`, and where it comes from. */
export function forEachCharacter(
  { units, starts, ends }: Word,
  from: number,
  to: number,
  visit: (codePoint: number, start: number, end: number) => void,
): void {
  for (let i = from; i < to; ) {
    const unit = units[i] ?? 0;
    const isPair = (unit & 0xfc00) === 0xd800; // the other half follows: a word has whole characters
    const codePoint = isPair ? 0x10000 + ((unit & 0x3ff) << 10) + ((units[i + 1] ?? 0) & 0x3ff) : unit;
    visit(codePoint, starts[i] ?? 0, ends[i] ?? 0);
    i += isPair ? 2 : 1;
  }
}
