import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { UsageError } from '../errors.js';

/**
 * The text of a file, unpacked where it is gzipped.
 *
 * @throws {UsageError} it cannot be read, or is neither UTF-8 nor gzip
 */
export async function readText(path: string): Promise<string> {
  try {
    const bytes = await readFile(path);
    const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
    return new TextDecoder('utf-8', { fatal: true }).decode(isGzip ? await promisify(gunzip)(bytes) : bytes);
  } catch (cause) {
    throw new UsageError(`${path} cannot be read as text: ${(cause as Error).message}.`, { cause });
  }
}

/** Lines as one file, for {@link readLines} of another process. */
export function linesFile(lines: readonly string[]): string {
  return lines.join('\n');
}

/**
 * The lines of a {@link linesFile}, each a string of its own: no slice of a larger one, nor as wide in memory as the
 * widest character of the file asks for.
 */
export async function readLines(path: string): Promise<string[]> {
  const bytes = await readFile(path);
  const lines: string[] = [];
  for (let start = 0; start <= bytes.length; ) {
    const found = bytes.indexOf(10, start);
    const end = found < 0 ? bytes.length : found;
    lines.push(bytes.toString('utf8', start, end));
    start = end + 1;
  }
  return lines;
}
