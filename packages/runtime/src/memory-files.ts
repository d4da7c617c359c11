import { byteRange } from './byte-range.js';
import { FileError, FileMissingError } from './errors.js';
import { fileName } from './file-name.js';
import type { FileContent, Files } from './files.js';
import { joinPieces } from './join-pieces.js';
import { reasonOf } from './reason.js';

const location = 'memory';

/**
 * Files that live as long as the object does: for tests, and for models made on the fly.
 *
 * @param initial  contents by name, copied; text is stored as UTF-8. Default: no files
 */
export function createMemoryFiles(initial: Readonly<Record<string, Uint8Array | string>> = {}): Files {
  const contents = new Map<string, Uint8Array>();

  function store(file: string, content: Uint8Array): void {
    // As in a directory: `a` cannot be a file and the folder of `a/b` at once.
    const folders = file.split('/').map((_, i, parts) => parts.slice(0, i).join('/'));
    if (folders.some((folder) => contents.has(folder)) || isFolder(file)) {
      throw new FileError({ location, file, because: 'could not be written: a file and a folder would have one name' });
    }
    contents.set(file, content);
  }

  function isFolder(file: string): boolean {
    return [...contents.keys()].some((other) => other.startsWith(`${file}/`));
  }

  for (const [name, content] of Object.entries(initial)) {
    store(fileName(name, location), typeof content === 'string' ? new TextEncoder().encode(content) : content.slice());
  }

  return {
    location,

    async list() {
      const entries = [...contents].map(([name, content]) => ({ name, size: content.length }));
      return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    },

    async size(name) {
      return contents.get(fileName(name, location))?.length;
    },

    async read(name, range) {
      const file = fileName(name, location);
      const content = contents.get(file);
      if (content === undefined) throw new FileMissingError({ location, file });
      const { start, end } = byteRange(range, { size: content.length, location, file });
      return content.slice(start, end);
    },

    async write(name, content) {
      const file = fileName(name, location);
      store(file, await collect(file, content));
    },

    async append(name, content) {
      const file = fileName(name, location);
      const before = contents.get(file) ?? new Uint8Array(0);
      const after = new Uint8Array(before.length + content.length); // made at once: another call may append meanwhile
      after.set(before);
      after.set(content, before.length);
      store(file, after);
    },

    async remove(name) {
      const file = fileName(name, location);
      if (isFolder(file)) throw new FileError({ location, file, because: 'could not be removed: it is a folder' });
      contents.delete(file);
    },
  };
}

async function collect(file: string, content: FileContent): Promise<Uint8Array> {
  if (content instanceof Uint8Array) return content.slice();
  try {
    return await joinPieces(content);
  } catch (cause) {
    throw new FileError({ location, file, because: `could not be written: ${reasonOf(cause)}`, cause });
  }
}
