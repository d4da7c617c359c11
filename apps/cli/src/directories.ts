import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { InputError, reasonOf } from './errors.js';

/** Where files are to be written, there must be a directory or nothing. */
export async function checkOutputDirectory(path: string): Promise<void> {
  const stats = await statsOf(path);
  if (stats !== undefined && !stats.isDirectory())
    throw new InputError(`--out is ${path}, which is a file: name a directory.`);
}

/** Where a model is to be read from, there must be a directory. */
export async function checkModelDirectory(path: string): Promise<void> {
  if (!(await isModelDirectory(path))) throw new InputError(`There is no directory ${path}.`);
}

/** Whether there is a directory, to read a model from, or nothing. */
export async function isModelDirectory(path: string): Promise<boolean> {
  const stats = await statsOf(path);
  if (stats === undefined || stats.isDirectory()) return stats !== undefined;
  throw new InputError(`${path} is a file: name the directory that holds the model.`);
}

async function statsOf(path: string): Promise<Stats | undefined> {
  return stat(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return undefined;
    throw new InputError(`${path} cannot be used: ${reasonOf(cause)}.`, { cause });
  });
}
