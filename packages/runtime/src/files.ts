/**
 * A place where files are kept: a directory, memory, an URL. Names are relative, with `/` between folders; one that
 * would lead elsewhere (`../x`, `/x`, `a\b`, `C:x`) is refused with a {@link FileError} before anything is touched.
 */
export interface Files {
  /** For messages: the path or address of this place. */
  readonly location: string;

  /**
   * All files, also in folders below, sorted by name (by UTF-16 units). Empty where the place does not exist yet.
   *
   * @throws {FileError} the place cannot be listed: an URL
   */
  list(): Promise<FileEntry[]>;

  /** The size in bytes, or `undefined` where there is no such file. A folder is no file. */
  size(name: string): Promise<number | undefined>;

  /**
   * The bytes of a file, or of a part of it; the caller's own from then on.
   *
   * @throws {FileMissingError} there is no such file
   * @throws {FileError} the range reaches beyond the file's end, or reading failed
   */
  read(name: string, range?: ByteRange): Promise<Uint8Array>;

  /**
   * Writes a file whole or not at all: under a temporary name, flushed to disk, then renamed. When it fails, what was
   * there before is still there and nothing temporary is left.
   *
   * @throws {FileError} such as for a full disk, or when `content` throws (its error is the `cause`)
   */
  write(name: string, content: FileContent): Promise<void>;

  /**
   * Adds to the end of a file, or makes it: for logs.
   *
   * @throws {FileError} what was there before is still there, a part of `content` perhaps behind it
   */
  append(name: string, content: Uint8Array): Promise<void>;

  /** Removes a file; it is no error where there is none. */
  remove(name: string): Promise<void>;
}

export interface FileEntry {
  readonly name: string;
  /** In bytes. */
  readonly size: number;
}

/** Bytes `[start, end)`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** All at once, or in pieces, so that a large file never stands in memory twice. */
export type FileContent = Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
