import { stat } from 'node:fs/promises';
import { readLines } from './corpus-files.js';
import { linesOf } from './lines.js';
import type { Input } from './terminal.js';

/** Where a command's texts are: its arguments, of which `-` stands for the lines of stdin, or the lines of a file. */
export interface GivenTexts {
  readonly texts: readonly string[];
  readonly file: string | undefined;
}

export async function* readTexts({ texts, file }: GivenTexts, stdin: Input): AsyncGenerator<string, void, void> {
  if (file !== undefined) yield* readLines([file]);
  for (const text of texts) {
    if (text === '-') yield* linesOf(stdin, 'stdin');
    else yield text;
  }
}

/** How many texts there are; undefined where that cannot be told beforehand. Reads a file once, so that its faults are found. */
export async function countTexts({ texts, file }: GivenTexts): Promise<number | undefined> {
  if (texts.includes('-')) return undefined;
  if (file === undefined) return texts.length;
  const stats = await stat(file).catch(() => undefined); // reading it will say why
  if (stats !== undefined && !stats.isFile()) return undefined; // a pipe can be read only once
  let count = 0;
  for await (const _ of readLines([file])) count++;
  return count;
}
