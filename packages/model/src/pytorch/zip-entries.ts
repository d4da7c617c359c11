import { FileError, type Files, reasonOf } from '@bertkit/runtime';
import { PyTorchFileError } from '../errors.js';
import { quote } from '../quote.js';

/** A file within a ZIP archive that is kept as it is. */
export interface ZipEntry {
  readonly name: string;
  /** Of its local header, in the archive. */
  readonly headerStart: number;
  /** In bytes. */
  readonly size: number;
  /** The byte before which its data must end: there the next entry begins, or the directory. */
  readonly limit: number;
}

/** In bytes: what is read at once to find and read the directory. That of BERT-large has 30 kB. */
const readLimit = 16_000_000;

/** An entry takes 2 kB of memory; so many storages are in no BERT. */
const entryLimit = 20_000;

/**
 * What the library remarks on without having guessed. The first is true of every archive of PyTorch's: an end record for
 * large archives stands behind the directory of small ones too.
 */
const harmless: readonly string[] = ['trailing central directory data', 'unsorted central directory'];

/**
 * The entries of a ZIP archive, by its directory alone. What would have another reader see other contents is refused:
 * names that stand twice, entries that overlap, and all that the library had to guess at.
 *
 * @throws {PyTorchFileError} fault `container`; also for entries that are compressed or encrypted
 */
export async function readZipEntries(
  files: Files,
  { file, size, where }: { file: string; size: number; where: string },
): Promise<ReadonlyMap<string, ZipEntry>> {
  const refuse = (problem: string, cause?: unknown) =>
    new PyTorchFileError({ where, fault: 'container', problem, cause });
  // The part of the library that reads, without those that compress and run workers.
  const { ZipReader } = await import('@zip.js/zip.js/lib/zip-core-reader.js');
  const reader = new ZipReader({
    readable: new ReadableStream(), // asked for by the type alone: there are ranges to read
    size,
    readUint8Array: (start: number, length: number) => {
      const end = Math.min(start + length, size);
      if (!(start >= 0 && start <= end && end - start <= readLimit)) {
        throw new RangeError(`its directory would be the bytes [${start}, ${start + length})`);
      }
      return files.read(file, { start, end });
    },
  });
  const found: Found[] = [];
  try {
    // `strict` would refuse the archives of PyTorch; what `balanced` puts right is refused below instead.
    for await (const entry of reader.getEntriesGenerator({ strictness: 'balanced' })) {
      found.push(entry);
      if (found.length > entryLimit) throw new RangeError(`it has more than ${entryLimit} entries`);
    }
  } catch (cause) {
    if (cause instanceof FileError) throw cause; // not a fault of the archive's
    throw refuse(`It begins like a ZIP archive, but is none that can be read: ${reasonOf(cause)}.`, cause);
  }
  const warning = reader.warnings?.find(({ reason }) => !harmless.includes(reason));
  if (warning !== undefined) throw refuse(`Its ZIP archive can be read in two ways: ${warning.reason}.`);
  for (const { filename, rawFilename, compressionMethod, compressedSize, uncompressedSize, encrypted } of found) {
    const name = quote(filename);
    if (new TextDecoder().decode(rawFilename) !== filename) throw refuse(`Its entry ${name} has another name too.`);
    const how = encrypted ? 'encrypted' : 'compressed';
    if (encrypted || compressionMethod !== 0 || compressedSize !== uncompressedSize)
      throw refuse(`Its entry ${name} is ${how}, but PyTorch stores tensors as they are.`);
  }
  return withLimits(found, reader.directoryOffset ?? 0, refuse);
}

/** What is used of an entry of the library's. */
interface Found {
  readonly filename: string;
  readonly rawFilename: Uint8Array;
  readonly offset: number;
  readonly compressedSize: number;
  readonly uncompressedSize: number;
  readonly compressionMethod: number;
  readonly encrypted: boolean;
}

function withLimits(
  found: readonly Found[],
  directoryStart: number,
  refuse: (problem: string) => Error,
): ReadonlyMap<string, ZipEntry> {
  const sorted = [...found].sort((a, b) => a.offset - b.offset);
  const entries = new Map<string, ZipEntry>();
  for (const [index, { filename, offset, compressedSize }] of sorted.entries()) {
    const limit = sorted[index + 1]?.offset ?? directoryStart;
    if (offset + localHeaderSize + compressedSize > limit) {
      throw refuse(`Its entry ${quote(filename)} reaches beyond byte ${limit}, where something else begins.`);
    }
    entries.set(filename, { name: filename, headerStart: offset, size: compressedSize, limit });
  }
  return entries;
}

/** Without the name and the extra field behind it. */
const localHeaderSize = 30;
const localHeaderSignature = 0x04034b50;

/**
 * Where an entry's bytes lie: behind its local header, which alone says how long it is.
 *
 * @throws {PyTorchFileError} fault `container`
 */
export async function locateZipEntry(
  files: Files,
  { file, where }: { file: string; where: string },
  { name, headerStart, size, limit }: ZipEntry,
): Promise<{ start: number; end: number }> {
  const header = await files.read(file, { start: headerStart, end: headerStart + localHeaderSize });
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  const start = headerStart + localHeaderSize + view.getUint16(26, true) + view.getUint16(28, true);
  if (view.getUint32(0, true) === localHeaderSignature && start + size <= limit) return { start, end: start + size };
  const problem = `Its entry ${quote(name)} has no local header at byte ${headerStart}, or does not end before byte ${limit}.`;
  throw new PyTorchFileError({ where, fault: 'container', problem });
}
