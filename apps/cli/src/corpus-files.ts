import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { type Document, type LayoutDecision, readDocuments } from '@bertkit/masking';
import { InputError, reasonOf } from './errors.js';

/** Fails before long work begins, where a file is missing or empty. */
export async function checkCorpusFiles(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const stats = await stat(path).catch((cause: NodeJS.ErrnoException) => {
      throw new InputError(`${path} cannot be read: ${reasonOf(cause)}.`, { cause });
    });
    if (stats.isDirectory()) throw new InputError(`${path} is a directory: name the text files in it, plain or .gz.`);
    if (stats.size === 0 && stats.isFile()) throw new InputError(`${path} is empty: a corpus needs text.`);
  }
}

/** The lines of some text files, one file after another; those named `.gz` are unpacked on the way. Lines end at `\n`. */
export async function* readLines(paths: readonly string[]): AsyncGenerator<string, void, void> {
  for (const path of paths) {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    let lineCount = 0;
    for await (const line of byteLines(path)) {
      lineCount++;
      let text: string;
      try {
        text = decoder.decode(line);
      } catch (cause) {
        throw new InputError(`Line ${lineCount} of ${path} is not UTF-8 text.`, { cause });
      }
      yield text;
    }
  }
}

/** The documents of some text files; a new file begins a new document. */
export async function* readCorpus(
  paths: readonly string[],
  onLayout: (path: string, decision: LayoutDecision) => void,
): AsyncGenerator<Document, void, void> {
  for (const path of paths) {
    yield* readDocuments(readLines([path]), { source: path, onLayout: (decision) => onLayout(path, decision) });
  }
}

async function* byteLines(path: string): AsyncGenerator<Uint8Array, void, void> {
  const file = createReadStream(path);
  const stream = path.endsWith('.gz') ? file.pipe(createGunzip()) : file;
  file.on('error', (error) => stream.destroy(error));
  try {
    let begun: Uint8Array[] = []; // the parts of a line that goes on in the next chunk
    for await (const chunk of stream) {
      const bytes = chunk as Uint8Array;
      let start = 0;
      for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, start)) {
        const part = bytes.subarray(start, end);
        yield begun.length === 0 ? part : Buffer.concat([...begun, part]);
        begun = [];
        start = end + 1;
      }
      if (start < bytes.length) begun.push(bytes.subarray(start));
    }
    if (begun.length > 0) yield Buffer.concat(begun);
  } catch (error) {
    const cause = error as NodeJS.ErrnoException;
    const because = cause.code?.startsWith('Z_')
      ? `it is named .gz, but does not unpack (${cause.message})`
      : reasonOf(cause);
    throw new InputError(`${path} cannot be read: ${because}.`, { cause });
  } finally {
    file.destroy();
  }
}

const newline = 10;
