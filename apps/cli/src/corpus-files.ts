import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { type Document, type LayoutDecision, readDocuments } from '@bertkit/masking';
import { InputError } from './errors.js';

/** Fails before long work begins, where a file is missing or empty. */
export async function checkCorpusFiles(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const stats = await stat(path).catch((cause: NodeJS.ErrnoException) => {
      throw new InputError(
        cause.code === 'ENOENT' ? `There is no file ${path}.` : `${path} cannot be read: ${cause.message}.`,
        { cause },
      );
    });
    if (stats.isDirectory()) throw new InputError(`${path} is a directory: name the text files in it, plain or .gz.`);
    if (stats.size === 0) throw new InputError(`${path} is empty: a corpus needs text.`);
  }
}

/** The lines of some text files, one file after another; those named `.gz` are unpacked on the way. Lines end at `\n`. */
export async function* readLines(paths: readonly string[]): AsyncGenerator<string, void, void> {
  for (const path of paths) {
    const file = createReadStream(path);
    const stream = path.endsWith('.gz') ? file.pipe(createGunzip()) : file;
    file.on('error', (error) => stream.destroy(error));
    const decoder = new TextDecoder('utf-8', { fatal: true });
    try {
      let rest = '';
      for await (const chunk of stream) {
        const lines = (rest + decoder.decode(chunk as Uint8Array, { stream: true })).split('\n');
        rest = lines.pop() ?? '';
        yield* lines;
      }
      rest += decoder.decode();
      if (rest !== '') yield rest;
    } catch (cause) {
      throw new InputError(`${path} cannot be read: ${describe(cause)}.`, { cause });
    } finally {
      file.destroy();
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

function describe(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return 'it is not UTF-8 text';
  return code?.startsWith('Z_') ? `it is named .gz but does not unpack (${message})` : message;
}
