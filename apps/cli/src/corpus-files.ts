import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { type Document, type LayoutDecision, readDocuments } from '@bertkit/masking';
import { InputError, reasonOf } from './errors.js';
import { linesOf } from './lines.js';

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
  for (const path of paths) yield* linesOf(fileChunks(path), path);
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

async function* fileChunks(path: string): AsyncGenerator<Uint8Array, void, void> {
  const file = createReadStream(path);
  const stream = path.endsWith('.gz') ? file.pipe(createGunzip()) : file;
  file.on('error', (error) => stream.destroy(error));
  try {
    for await (const chunk of stream) yield chunk as Uint8Array;
  } finally {
    file.destroy();
  }
}
