import {
  type ByteRange,
  byteRange,
  FileError,
  FileMissingError,
  type Files,
  fileName,
  reasonOf,
} from '@bertkit/runtime';

/**
 * Files below an address, to read only: they cannot be listed, written or removed.
 *
 * Parts of files are asked for by `Range`, so that a part of a file is a part of the download. Where the server does not
 * know ranges, the whole file is fetched, cut, and kept until another one is read.
 *
 * @param address  of a folder; a relative one is taken from the page's own. Its query is sent with every request
 * @throws {TypeError} `address` is no URL
 */
export function createFetchFiles(address: string): Files {
  const page = (globalThis as { location?: { href: string } }).location?.href;
  const base = new URL(address, page);
  if (!base.pathname.endsWith('/')) base.pathname += '/';
  const location = base.origin + base.pathname; // without the query, which may hold a secret
  let kept: { file: string; bytes: Promise<Uint8Array> } | undefined;

  const problem = (file: string, because: string, cause?: unknown) => new FileError({ location, file, because, cause });
  const fetching = (file: string) => (cause: unknown) => {
    throw problem(file, `could not be fetched: ${reasonOf(cause)}`, cause);
  };

  /** An answer that has the file or a part of it (200, 206) or says that the range is beyond it (416). */
  async function ask(file: string, range?: ByteRange): Promise<Response> {
    const url = new URL(file.split('/').map(encodeURIComponent).join('/') + base.search, base);
    // Without `*/*`, development servers answer 404 for a file they lack, and not the page that they fall back on.
    const headers = new Headers({ accept: 'application/octet-stream, application/json, text/plain' });
    if (range) headers.set('range', `bytes=${range.start}-${range.end - 1}`);
    const response = await fetch(url, { headers }).catch(fetching(file));
    if (response.status === 200 || response.status === 206) {
      if (!isPage(response) || /\.html?$/i.test(file)) return response;
    } else if (response.status === 416 && range) return response;
    await response.body?.cancel();
    if (response.status === 404 || response.status === 410) throw new FileMissingError({ location, file });
    throw problem(
      file,
      response.ok
        ? 'could not be fetched: the server answered with an HTML page, perhaps one for all addresses it does not know'
        : `could not be fetched: the server answered ${response.status} ${response.statusText}`.trimEnd(),
    );
  }

  const bytesOf = async (file: string, response: Response): Promise<Uint8Array> =>
    new Uint8Array(await response.arrayBuffer().catch(fetching(file)));

  /** The whole file, out of an answer from a server that does not know ranges. */
  async function whole(file: string, response: Response): Promise<Uint8Array> {
    if (kept?.file === file) {
      await response.body?.cancel(); // asked for at the same time as the one that is being read
    } else {
      const bytes = bytesOf(file, response);
      kept = { file, bytes };
      bytes.catch(() => {
        kept = undefined;
      });
    }
    return kept.bytes;
  }

  async function sizeOf(file: string): Promise<number> {
    if (kept?.file === file) return (await kept.bytes).length;
    const response = await ask(file, { start: 0, end: 1 });
    const length = response.headers.get('content-length');
    if (response.status === 200 && (length === null || response.headers.has('content-encoding'))) {
      return (await whole(file, response)).length;
    }
    await response.body?.cancel();
    return response.status === 200 ? Number(length) : totalSize(file, response);
  }

  function totalSize(file: string, response: Response): number {
    const total = /\/(\d+)$/.exec(response.headers.get('content-range') ?? '')?.[1];
    if (total !== undefined) return Number(total);
    throw problem(file, 'has a size that the server does not show: it must let Content-Range be seen');
  }

  const readOnly = async (name: string): Promise<never> => {
    throw problem(fileName(name, location), 'cannot be changed: an address is read-only');
  };

  return {
    location,

    async list() {
      throw new FileError({ location, because: 'cannot be listed: an address has no list of its files' });
    },

    async size(name) {
      try {
        return await sizeOf(fileName(name, location));
      } catch (error) {
        if (error instanceof FileMissingError) return undefined;
        throw error;
      }
    },

    async read(name, range) {
      const file = fileName(name, location);
      if (range === undefined) return bytesOf(file, await ask(file));
      const part = (size: number) => byteRange(range, { size, location, file });
      const { start, end } = range;
      if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end) || start < 0 || start >= end) {
        part(await sizeOf(file)); // nothing to ask the server for: an empty range, or none
        return new Uint8Array(0);
      }
      if (kept?.file === file) return cut(await kept.bytes, part);
      const response = await ask(file, range);
      if (response.status === 200) return cut(await whole(file, response), part);
      const bytes = await bytesOf(file, response);
      if (response.status === 206 && bytes.length === end - start) return bytes;
      part(totalSize(file, response)); // beyond the end, as a rule
      throw problem(file, `could not be fetched: the server sent ${bytes.length} bytes for [${start}, ${end})`);
    },

    write: readOnly,
    append: readOnly,
    remove: readOnly,
  };
}

const isPage = (response: Response): boolean => /^text\/html\b/i.test(response.headers.get('content-type') ?? '');

function cut(bytes: Uint8Array, part: (size: number) => ByteRange): Uint8Array {
  const { start, end } = part(bytes.length);
  return bytes.slice(start, end);
}
