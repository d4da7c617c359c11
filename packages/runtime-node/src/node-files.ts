import { constants, type Dirent, type Stats } from 'node:fs';
import { type FileHandle, open, readdir, stat, unlink } from 'node:fs/promises';
import { basename, join, relative, resolve, sep } from 'node:path';
import { byteRange, type FileEntry, FileError, FileMissingError, type Files, fileName } from '@bertkit/runtime';
import { codeOf, fileFailure, isMissing } from './file-failure.js';
import { folderInside } from './folder-inside.js';
import { isTemporary, replaceFile } from './replace-file.js';

/** The directories of all files made here. Copies and wrappers are not among them: they may have another `read`. */
const directories = new WeakMap<Files, string>();

/** The path of the directory that {@link createNodeFiles} opened, or `undefined` for files of another kind. */
export const directoryOf = (files: Files): string | undefined => directories.get(files);

/**
 * Files in a directory, which need not exist yet. Reading follows links wherever they lead (Hugging Face's cache is
 * made of them); writing replaces a link by a file, and never goes through one that leads out of the directory. Links
 * to folders are not listed.
 *
 * @param directory  its path; a relative one is taken from the present working directory
 */
export function createNodeFiles(directory: string): Files {
  const location = resolve(directory);

  function checked(name: string): string {
    const file = fileName(name, location);
    if (!isTemporary(basename(file))) return file;
    throw new FileError({ location, file, because: 'is not a file name: files that are being written are called so' });
  }

  const files: Files = {
    location,

    async list() {
      const entries: FileEntry[] = [];
      try {
        for (const entry of await entriesBelow(location)) {
          const path = join(entry.parentPath, entry.name);
          const stats = await statsOf(path);
          if (!stats?.isFile() || isTemporary(entry.name)) continue;
          entries.push({ name: relative(location, path).replaceAll(sep, '/'), size: stats.size });
        }
      } catch (cause) {
        throw fileFailure(cause, { location, verb: 'listed' });
      }
      return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    },

    async size(name) {
      const file = checked(name);
      try {
        const stats = await statsOf(join(location, file));
        return stats?.isFile() ? stats.size : undefined;
      } catch (cause) {
        throw fileFailure(cause, { location, file, verb: 'read' });
      }
    },

    async read(name, range) {
      const file = checked(name);
      const path = join(location, file);
      try {
        // Opening a pipe would wait for its writer, hence first a look.
        if (!(await statsOf(path))?.isFile()) throw new FileMissingError({ location, file });
        await using handle = await open(path, 'r');
        const { size } = await handle.stat();
        const { start, end } = byteRange(range, { size, location, file });
        return await readFully(handle, start, end);
      } catch (cause) {
        if (cause instanceof FileMissingError) throw cause;
        throw isMissing(cause)
          ? new FileMissingError({ location, file, cause })
          : fileFailure(cause, { location, file, verb: 'read' });
      }
    },

    async write(name, content) {
      const file = checked(name);
      try {
        const folder = await folderInside(location, file, { make: true });
        await replaceFile(folder, basename(file), content);
      } catch (cause) {
        throw fileFailure(cause, { location, file, verb: 'written' });
      }
    },

    async append(name, content) {
      const file = checked(name);
      try {
        const folder = await folderInside(location, file, { make: true });
        const flags = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0);
        await using handle = await open(join(folder, basename(file)), flags);
        await handle.appendFile(content);
      } catch (cause) {
        throw fileFailure(cause, { location, file, verb: 'appended to' });
      }
    },

    async remove(name) {
      const file = checked(name);
      try {
        await unlink(join(await folderInside(location, file, { make: false }), basename(file)));
      } catch (cause) {
        if (!isMissing(cause)) throw fileFailure(cause, { location, file, verb: 'removed' });
      }
    },
  };
  directories.set(files, location);
  return files;
}

async function entriesBelow(directory: string): Promise<Dirent[]> {
  try {
    return await readdir(directory, { recursive: true, withFileTypes: true });
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return [];
    throw cause;
  }
}

async function statsOf(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (cause) {
    if (isMissing(cause)) return undefined;
    throw cause;
  }
}

async function readFully(handle: FileHandle, start: number, end: number): Promise<Uint8Array> {
  const bytes = allocate(end - start);
  for (let at = 0; at < bytes.length; ) {
    const { bytesRead } = await handle.read(bytes, at, Math.min(bytes.length - at, 2 ** 30), start + at); // 2 GiB at most
    if (bytesRead === 0) throw new Error(`it ended at byte ${start + at}: it was made shorter meanwhile`);
    at += bytesRead;
  }
  return bytes;
}

function allocate(size: number): Uint8Array {
  try {
    return new Uint8Array(size);
  } catch (cause) {
    throw new Error(`${size} bytes do not fit into memory at once; read it by ranges`, { cause });
  }
}
