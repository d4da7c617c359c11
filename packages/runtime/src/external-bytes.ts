import { CompileError } from './errors.js';
import { fileName } from './file-name.js';
import type { FileContent, Files } from './files.js';
import { joinPieces } from './join-pieces.js';
import { reasonOf } from './reason.js';

/** A file that holds initialisers of a model, as ONNX Runtime takes it: `path` is the location that the model names. */
export interface ExternalBytes {
  readonly path: string;
  readonly data: Uint8Array;
}

/**
 * All of `CompileOptions.externalData` as bytes: what is given so is passed on, pieces are joined, files are read.
 *
 * @throws {CompileError} a location is no file name, or its file is missing, empty or cannot be read
 */
export async function externalBytes(
  externalData: Readonly<Record<string, Files | FileContent>>,
): Promise<ExternalBytes[]> {
  const list: ExternalBytes[] = [];
  for (const [path, source] of Object.entries(externalData)) {
    const data = await bytesOf(path, source).catch((cause: unknown) => {
      throw new CompileError(`The external data could not be read: ${reasonOf(cause)}.`, { cause });
    });
    // ONNX Runtime only says "Input index: 0 contains null pointers".
    if (data.length === 0) throw new CompileError(`The external data ${path} is empty, so no tensor can lie there.`);
    list.push({ path, data });
  }
  return list;
}

async function bytesOf(path: string, source: Files | FileContent): Promise<Uint8Array> {
  fileName(path, 'the external data');
  if (source instanceof Uint8Array) return source;
  return isContent(source) ? joinPieces(source) : source.read(path);
}

/** Whether this is what a file holds, and not the place that has the file. */
export function isContent(source: Files | FileContent): source is FileContent {
  return source instanceof Uint8Array || Symbol.asyncIterator in source || Symbol.iterator in source;
}
