import { readdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Files, fileName } from '@bertkit/runtime';
import { cacheDirectory } from './cache-directory.js';
import { fileFailure, isMissing } from './file-failure.js';
import { type LockOptions, withLock } from './lock.js';
import { createNodeFiles } from './node-files.js';
import { isTemporary } from './replace-file.js';

/** Folders of files that all processes of a user share. */
export interface NodeCache {
  /** The path of the whole. */
  readonly location: string;

  /**
   * The files of a folder, which need not exist yet.
   *
   * @throws {FileError} the folder's name leads out of the cache
   */
  open(folder: string): Files;

  /**
   * Runs a task while nobody else, also in another process, runs one for the same folder. What processes that were
   * killed have left half-written in it is removed first.
   *
   * @throws {FileError} the folder cannot be locked, or its name leads out of the cache
   * @throws whatever the task throws, or the reason of `signal` while it waits
   */
  exclusively<Result>(folder: string, task: () => Promise<Result>, options?: LockOptions): Promise<Result>;
}

/**
 * A cache in a directory, which need not exist yet.
 *
 * @param directory  its path; a relative one is taken from the present working directory. Default: {@link cacheDirectory}
 */
export function createNodeCache(directory: string = cacheDirectory()): NodeCache {
  const location = resolve(directory);
  const pathOf = (folder: string) => join(location, fileName(folder, location));
  return {
    location,
    open: (folder) => createNodeFiles(pathOf(folder)),
    async exclusively(folder, task, options) {
      const path = pathOf(folder);
      let hasBegun = false;
      const begin = async () => {
        await removeLeftovers(path);
        hasBegun = true;
        return task();
      };
      try {
        return await withLock(`${path}.lock`, begin, options);
      } catch (cause) {
        if (hasBegun || options?.signal?.aborted) throw cause;
        throw fileFailure(cause, { location, file: `${folder}.lock`, verb: 'written' });
      }
    },
  };
}

async function removeLeftovers(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((cause: unknown) => {
    if (isMissing(cause)) return [];
    throw cause;
  });
  for (const { name, parentPath } of entries) if (isTemporary(name)) await rm(join(parentPath, name), { force: true });
}
