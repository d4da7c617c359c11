import { realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type ExternalBytes, externalBytes, type Files, fileName } from '@bertkit/runtime';
import { directoryOf } from './node-files.js';

type Sources = Readonly<Record<string, Uint8Array | Files>>;

/** Where ONNX Runtime finds the initialisers that lie outside of a model: in files of one folder, or in memory. */
export type ExternalPlace = { readonly folder: string } | { readonly bytes: readonly ExternalBytes[] };

/**
 * Leaves the files to ONNX Runtime where it can: it maps them, so that their numbers are held once. It takes either one
 * folder or bytes for everything, and no link that leads out of the folder (as in the cache of Hugging Face); what is
 * left, it is given as bytes, which it copies.
 *
 * @throws {CompileError} a location is no file name, or its file is missing, empty or cannot be read
 */
export async function placeExternalData(sources: Sources): Promise<ExternalPlace> {
  const folder = await folderOfAll(sources);
  return folder === undefined ? { bytes: await externalBytes(sources) } : { folder };
}

async function folderOfAll(sources: Sources): Promise<string | undefined> {
  const folders = await Promise.all(Object.entries(sources).map(([file, source]) => folderOf(file, source)));
  const [folder] = folders;
  return folders.every((each) => each === folder) ? folder : undefined;
}

/** The real path of a file's directory, if the file lies there under its own name. */
async function folderOf(file: string, source: Uint8Array | Files): Promise<string | undefined> {
  const directory = source instanceof Uint8Array ? undefined : directoryOf(source);
  if (directory === undefined) return undefined;
  try {
    const folder = await realpath(directory);
    const path = join(folder, fileName(file, directory));
    const isThere = (await realpath(path)) === path && (await stat(path)).isFile();
    return isThere ? folder : undefined;
  } catch {
    return undefined; // reading it says what is wrong
  }
}
