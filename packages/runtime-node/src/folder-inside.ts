import { mkdir, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { FileError } from '@bertkit/runtime';
import { codeOf } from './file-failure.js';

/**
 * The real path of the folder that `file` lies in, below `directory`: for writing. Links on the way are followed only
 * as long as they stay inside, so that a link someone left in a download does not decide what is overwritten.
 *
 * @param make  make the folders that are missing
 * @throws {FileError} a link leads out of `directory`
 * @throws Node's error when a folder is missing or cannot be made
 */
export async function folderInside(directory: string, file: string, { make }: { make: boolean }): Promise<string> {
  if (make) await mkdir(directory, { recursive: true });
  const root = await realpath(directory);
  const inside = root.endsWith(sep) ? root : root + sep;
  let folder = root;
  for (const part of file.split('/').slice(0, -1)) {
    const next = join(folder, part);
    if (make) await mkdir(next).catch(ignoreExisting);
    folder = await realpath(next);
    if (!`${folder}${sep}`.startsWith(inside)) {
      throw new FileError({ location: directory, file, because: `would be written outside, in ${folder}, by a link` });
    }
  }
  return folder;
}

function ignoreExisting(cause: unknown): void {
  if (codeOf(cause) !== 'EEXIST') throw cause;
}
