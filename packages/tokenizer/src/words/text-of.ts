import type { Word } from './word.js';

/** A word as a string. */
export function textOf({ units, length }: Word): string {
  let text = '';
  // In parts: a call takes some ten thousand arguments at most.
  for (let i = 0; i < length; i += 4096) text += String.fromCharCode(...units.subarray(i, Math.min(i + 4096, length)));
  return text;
}
