import { mkdtemp, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CompileError,
  type CompileOptions,
  type ExternalBytes,
  externalBytes,
  fileName,
  isContent,
  reasonOf,
} from '@bertkit/runtime';
import { directoryOf } from './node-files.js';

type Sources = NonNullable<CompileOptions['externalData']>;

/** Where ONNX Runtime finds the initialisers that lie outside of a model: in files of one folder, or in memory. */
export type ExternalPlace = { readonly folder: string } | { readonly bytes: readonly ExternalBytes[] };

/** A place, and the files in passing that were made for it. */
export interface PreparedPlace {
  readonly place: ExternalPlace;
  /** Removes these files, if there are any; safe to call twice. Some systems refuse while ONNX Runtime maps them. */
  remove(): Promise<void>;
}

/**
 * Leaves the files to ONNX Runtime where it can: it maps them, so that their numbers are held once. It takes either one
 * folder or bytes for everything, and no link that leads out of the folder (as in the cache of Hugging Face); what is
 * left, it is given as bytes, which it copies. Contents that come in pieces are written to files of their own, so that
 * they too are held once.
 *
 * @throws {CompileError} a location is no file name, or its file is missing, empty or cannot be read, or pieces cannot
 *                        be made or written
 */
export async function placeExternalData(sources: Sources): Promise<PreparedPlace> {
  const all = Object.values(sources);
  if (all.length > 0 && all.every((source) => isContent(source) && !(source instanceof Uint8Array))) {
    return spool(sources);
  }
  const folder = await folderOfAll(sources);
  const place = folder === undefined ? { bytes: await externalBytes(sources) } : { folder };
  return { place, remove: async () => {} };
}

async function spool(sources: Sources): Promise<PreparedPlace> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'bertkit-weights-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    for (const [name, content] of Object.entries(sources)) {
      if (isContent(content)) await writeFile(join(folder, fileName(name, 'the external data')), content);
    }
    return { place: { folder }, remove };
  } catch (cause) {
    await remove();
    throw new CompileError(`The external data could not be written to ${folder}: ${reasonOf(cause)}.`, { cause });
  }
}

async function folderOfAll(sources: Sources): Promise<string | undefined> {
  const folders = await Promise.all(Object.entries(sources).map(([file, source]) => folderOf(file, source)));
  const [folder] = folders;
  return folders.every((each) => each === folder) ? folder : undefined;
}

/** The real path of a file's directory, if the file lies there under its own name. */
async function folderOf(file: string, source: Sources[string]): Promise<string | undefined> {
  const directory = isContent(source) ? undefined : directoryOf(source);
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
