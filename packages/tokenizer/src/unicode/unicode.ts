import { toggle } from './code-point-tables.js';
import { accents, changeable, chinese, dropped, movable, punctuation, whitespace } from './unicode-tables.js';

// Flags of a character. What each means is told in unicode-tables.ts.
export const DROPPED = 1;
export const WHITESPACE = 2;
export const CHINESE = 4;
export const PUNCTUATION = 8;
export const ACCENT = 16;
export const MOVABLE = 32;
export const CHANGEABLE = 64;

let known: Uint8Array | undefined;

/** One byte of flags for each code point, 1.1 MB, made once; not to be changed. */
export function characterFlags(): Uint8Array {
  known ??= makeFlags();
  return known;
}

function makeFlags(): Uint8Array {
  const flags = new Uint8Array(0x110000);
  // In the order of the flags.
  const tables = [dropped, whitespace, chinese, punctuation, accents, movable, changeable];
  for (const [i, table] of tables.entries()) toggle(flags, table, 1 << i);
  return flags;
}
