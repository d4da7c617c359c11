import { createMemoryFiles, type Files } from '@bertkit/runtime';
import type { Directory } from './good-files.js';

/** Files in memory, and every read that no honest reader makes: of bytes that are not there. */
export interface WatchedFiles {
  readonly files: Files;
  /** A sentence each. */
  readonly faults: readonly string[];
}

export function watchedFiles(directory: Directory): WatchedFiles {
  const files = createMemoryFiles(directory);
  const faults: string[] = [];
  return {
    files: {
      ...files,
      async read(name, range) {
        const size = (await files.size(name)) ?? 0;
        const { start, end } = range ?? { start: 0, end: size };
        // Noted, not thrown: a reader might take it for a fault of the file, and look innocent.
        if (!(Number.isSafeInteger(start) && Number.isSafeInteger(end) && 0 <= start && start <= end && end <= size)) {
          faults.push(`It asked for the bytes [${start}, ${end}) of ${name}, which has ${size}.`);
        }
        return files.read(name, range);
      },
    },
    faults,
  };
}
