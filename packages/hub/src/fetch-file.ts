import { FileError, type Files } from '@bertkit/runtime';
import type { ModelCache } from './cache.js';
import { HashMismatchError, isHubError } from './errors.js';
import type { HubFile } from './hub-file.js';
import { transfer } from './transfer.js';
import { verified } from './verified.js';

export interface FetchFileOptions {
  /** Asks the endpoint for the content from a byte on. */
  readonly open: (start: number) => Promise<AsyncIterable<Uint8Array>>;
  /** A file of the same content that is in the cache already. */
  readonly copy: CachedFile | undefined;
  readonly onBytes: (receivedBytes: number) => void;
  readonly signal: AbortSignal | undefined;
}

/** A file of another commit. */
export interface CachedFile {
  readonly files: Files;
  readonly name: string;
}

/** Writes a file into a snapshot, once it is known to be whole. */
export async function fetchFile(snapshot: Files, file: HubFile, options: FetchFileOptions): Promise<void> {
  const { open, copy, onBytes, signal } = options;
  const write = async (content: AsyncIterable<Uint8Array>) => {
    onBytes(0);
    try {
      await snapshot.write(file.name, counted(verified(content, file), onBytes));
    } catch (error) {
      signal?.throwIfAborted();
      // What the content throws comes wrapped up by `write`; it tells more than that a file could not be written.
      throw error instanceof FileError && isHubError(error.cause) ? error.cause : error;
    }
  };
  if (copy !== undefined) {
    try {
      return await write(readInPieces(copy, file.size, signal));
    } catch (error) {
      if (!(error instanceof HashMismatchError)) throw error; // else somebody has changed it: fetch a good one
    }
  }
  await write(transfer(file, open, { signal }));
}

/** The files of a model's other commits, by hash: most commits change few files, and seldom the weights. */
export async function findCopies(known: ModelCache, commit: string): Promise<Map<string, CachedFile>> {
  const copies = new Map<string, CachedFile>();
  for (const other of await known.commits()) {
    if (other === commit) continue;
    const files = known.snapshot(other);
    const present = new Map((await files.list()).map(({ name, size }) => [name, size]));
    for (const { name, size, hash } of (await known.readList(other)) ?? [])
      if (present.get(name) === size) copies.set(hash, { files, name });
  }
  return copies;
}

const pieceBytes = 2 ** 22;

async function* readInPieces(
  { files, name }: CachedFile,
  size: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, void> {
  for (let start = 0; start < size; start += pieceBytes) {
    signal?.throwIfAborted();
    yield files.read(name, { start, end: Math.min(size, start + pieceBytes) });
  }
}

async function* counted(
  content: AsyncIterable<Uint8Array>,
  onBytes: (receivedBytes: number) => void,
): AsyncGenerator<Uint8Array, void, void> {
  let receivedBytes = 0;
  for await (const piece of content) {
    yield piece;
    receivedBytes += piece.length;
    onBytes(receivedBytes);
  }
}
