import { randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { InputError, reasonOf } from '../errors.js';

/**
 * Refuses to write where something is already, before long work begins.
 *
 * @throws {InputError}
 */
export async function checkOutputFile(path: string, { overwrite }: { overwrite: boolean }): Promise<void> {
  const stats = await stat(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return undefined;
    throw new InputError(`--out is ${path}, which cannot be used: ${reasonOf(cause)}.`, { cause });
  });
  if (stats?.isDirectory()) throw new InputError(`--out is ${path}, which is a directory: name a file.`);
  if (stats !== undefined && !overwrite)
    throw new InputError(`${path} is there already: name another --out, or replace it by --overwrite.`);
}

/**
 * Writes a file whole or not at all: under a temporary name beside it, flushed to disk, then renamed. Its folders are made if
 * need be. For what cannot be written from its beginning to its end; all else goes through `Files`.
 *
 * @throws whatever `write` throws, and {@link InputError} where the file cannot be made; nothing is left then
 */
export async function writeWholeFile(path: string, write: (file: FileHandle) => Promise<void>): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(8).toString('hex')}.tmp`);
  const failed = (cause: NodeJS.ErrnoException) => {
    throw new InputError(`${path} cannot be written: ${reasonOf(cause)}.`, { cause });
  };
  await mkdir(dirname(path), { recursive: true }).catch(failed);
  const file = await open(temporary, 'wx').catch(failed);
  try {
    await write(file);
    await file.sync();
    await file.close();
    await rename(temporary, path).catch(failed);
  } catch (error) {
    await file.close();
    await rm(temporary, { force: true });
    throw error;
  }
}
