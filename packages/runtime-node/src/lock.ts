import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { codeOf } from './file-failure.js';

export interface LockOptions {
  /** Ends the waiting. Default: none */
  readonly signal?: AbortSignal | undefined;
  /** Called once, where somebody else holds the lock. */
  readonly onWait?: (() => void) | undefined;
}

/**
 * Runs a task while nobody else, in this process or another, runs one under the same lock. The lock of a process that
 * was killed is taken over after ten seconds.
 *
 * @param path  where the lock is: a folder is made there, and removed at the end
 * @throws whatever the task or the file system throws, or the reason of `signal`
 */
export async function withLock<Result>(
  path: string,
  task: () => Promise<Result>,
  { signal, onWait }: LockOptions = {},
): Promise<Result> {
  const release = await acquire(path, { signal, onWait });
  try {
    return await task();
  } finally {
    await release().catch(() => {}); // it was taken over, or removed by hand: nothing is left to release
  }
}

/** Milliseconds between two looks at a lock that somebody holds. */
const lookEveryMs = 200;

async function acquire(path: string, { signal, onWait }: LockOptions): Promise<() => Promise<void>> {
  // Loaded here only, since it listens to the signals of the process as soon as it is loaded.
  const { lock } = await import('proper-lockfile');
  await mkdir(dirname(path), { recursive: true });
  // A process that slept for long may lose its lock: two then do the same work, but each file is still written whole.
  const options = { lockfilePath: path, realpath: false, onCompromised: () => {} };
  for (let isFirst = true; ; isFirst = false) {
    signal?.throwIfAborted();
    try {
      return await lock(path, options);
    } catch (error) {
      if (codeOf(error) !== 'ELOCKED') throw error;
    }
    if (isFirst) onWait?.();
    await pause(lookEveryMs, undefined, signal === undefined ? {} : { signal }).catch((error: unknown) => {
      signal?.throwIfAborted(); // its reason, in place of Node's AbortError
      throw error;
    });
  }
}
