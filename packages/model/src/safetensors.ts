import { FileMissingError, type Files } from '@bertkit/runtime';
import { SafetensorsError } from './errors.js';
import { float16Overflow, float32ToFloat16 } from './float16.js';
import { elementCount, type FloatTensor } from './parameters.js';
import { quote } from './quote.js';
import {
  headerLimit,
  parseHeaderLength,
  parseSafetensorsHeader,
  prefixLength,
  type SafetensorsHeader,
} from './safetensors-header.js';

/**
 * Reads and checks what a safetensors file says of itself. The file may come from anywhere: sizes are checked before
 * anything is allocated for them.
 *
 * @throws {FileMissingError} there is no such file
 * @throws {SafetensorsError} it breaks the format; also where the reference reader takes a name that stands twice
 * @see https://github.com/huggingface/safetensors#format
 */
export async function readSafetensorsHeader(files: Files, file: string): Promise<SafetensorsHeader> {
  const where = `${file} in ${files.location}`;
  const size = await files.size(file);
  if (size === undefined) throw new FileMissingError({ location: files.location, file });
  const prefix = await files.read(file, { start: 0, end: Math.min(prefixLength, size) });
  const end = prefixLength + parseHeaderLength(prefix, size, where);
  return parseSafetensorsHeader(await files.read(file, { start: prefixLength, end }), { file, size, where });
}

/** A dtype that parameters can be saved as. */
export type SavedDType = 'F32' | 'F16';

/**
 * A safetensors file in pieces, for `Files.write`. The same tensors and metadata give the same bytes, in whatever order
 * they come: the layout is the reference writer's, sorted by name, the header padded to 8.
 *
 * F32 pieces are views: do not change the tensors until the file is written.
 *
 * @param options.dtype     of all tensors in the file; F16 is rounded to nearest, ties to even. Default F32
 * @param options.metadata  strings to keep in the header. Default `{ format: 'pt' }`, which transformers asks for
 * @throws {SafetensorsError} at once, before the first piece: a name or size that cannot be written, or a number that
 *   F16 has no room for
 */
export function safetensorsChunks(
  tensors: ReadonlyMap<string, FloatTensor>,
  {
    dtype = 'F32',
    metadata = { format: 'pt' },
  }: { dtype?: SavedDType; metadata?: Readonly<Record<string, string>> } = {},
): Iterable<Uint8Array> {
  const sorted = [...tensors].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [name, tensor] of sorted) checkWritable(name, tensor, dtype);
  const header = headerBytes(sorted, dtype, metadata);
  return {
    *[Symbol.iterator]() {
      yield header;
      for (const [, { data }] of sorted) {
        const stored = dtype === 'F16' ? float32ToFloat16(data) : data;
        yield new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength);
      }
    },
  };
}

function headerBytes(
  tensors: readonly (readonly [string, FloatTensor])[],
  dtype: SavedDType,
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const itemSize = dtype === 'F16' ? 2 : 4;
  const fields = Object.keys(metadata).length === 0 ? [] : [`"__metadata__":${JSON.stringify(metadata)}`];
  let end = 0;
  for (const [name, { shape, data }] of tensors) {
    const begin = end;
    end += data.length * itemSize;
    // Written by hand, not through an object: a tensor may be called __proto__, or 0, which an object would move.
    fields.push(`${JSON.stringify(name)}:${JSON.stringify({ dtype, shape, data_offsets: [begin, end] })}`);
  }
  const json = new TextEncoder().encode(`{${fields.join(',')}}`);
  const length = Math.ceil(json.length / 8) * 8;
  if (length > headerLimit) {
    const problem = `The header would have ${length} bytes, above the format's limit of ${headerLimit}.`;
    throw new SafetensorsError({ where: writing, fault: 'header', problem });
  }
  const bytes = new Uint8Array(prefixLength + length).fill(0x20);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
  bytes.set(json, prefixLength);
  return bytes;
}

const writing = 'A safetensors file to be written';

function checkWritable(name: string, { shape, data }: FloatTensor, dtype: SavedDType): void {
  const refuse = (fault: 'header' | 'shape' | 'value', problem: string) =>
    new SafetensorsError({ where: writing, fault, problem: `${quote(name)} ${problem}` });
  if (name === '__metadata__') throw refuse('header', 'is the one name that no tensor may have.');
  if (elementCount(shape) !== data.length) {
    throw refuse('shape', `has the shape ${quote(shape)}, but ${data.length} numbers.`);
  }
  if (dtype !== 'F16') return;
  const overflow = data.find((value) => Math.abs(value) >= float16Overflow && Number.isFinite(value));
  if (overflow !== undefined) {
    throw refuse('value', `holds ${overflow}, beyond the ±65504 that F16 has room for; save it as F32.`);
  }
}
