import { FileError } from './errors.js';
import type { ByteRange } from './files.js';

/**
 * Gives `range` back, the whole file by default, where it lies within a file of `size` bytes: checked before anything
 * is allocated, since ranges are often computed from what a file says about itself.
 *
 * @throws {FileError} not whole numbers with 0 <= start <= end <= size
 */
export function byteRange(
  range: ByteRange | undefined,
  { size, location, file }: { size: number; location: string; file: string },
): ByteRange {
  if (range === undefined) return { start: 0, end: size };
  const { start, end } = range;
  if (Number.isSafeInteger(start) && Number.isSafeInteger(end) && 0 <= start && start <= end && end <= size)
    return range;
  throw new FileError({ location, file, because: `has ${size} bytes, so bytes [${start}, ${end}) cannot be read` });
}
