import { reasonOf } from '@bertkit/runtime';
import type { StoredTensor } from './checkpoint.js';
import { SafetensorsError, type SafetensorsFault } from './errors.js';
import { quote } from './quote.js';
import { parseStrictJson } from './strict-json.js';

/** What a safetensors file holds, without the numbers. */
export interface SafetensorsHeader {
  /** In the order in which their bytes lie. */
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  /** The file's `__metadata__`. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** The format's own limit, in bytes. */
export const headerLimit = 100_000_000;

/** Bytes before the header: its length, as an unsigned 64-bit integer. */
export const prefixLength = 8;

/** Every dtype of safetensors 0.8 by its bits an element. */
const dtypeBits: ReadonlyMap<string, number> = new Map([
  ['F4', 4],
  ...['F6_E2M3', 'F6_E3M2'].map((name) => [name, 6] as const),
  ...['BOOL', 'U8', 'I8', 'F8_E5M2', 'F8_E4M3', 'F8_E8M0', 'F8_E4M3FNUZ', 'F8_E5M2FNUZ'].map(
    (name) => [name, 8] as const,
  ),
  ...['I16', 'U16', 'F16', 'BF16'].map((name) => [name, 16] as const),
  ...['I32', 'U32', 'F32'].map((name) => [name, 32] as const),
  ...['I64', 'U64', 'F64', 'C64'].map((name) => [name, 64] as const),
]);

/**
 * The header's length, from the first bytes of a file.
 *
 * @param fileSize  in bytes; a length beyond it is refused before anything is allocated
 * @throws {SafetensorsError}
 */
export function parseHeaderLength(prefix: Uint8Array, fileSize: number, where: string): number {
  const refuse = (problem: string) => new SafetensorsError({ where, fault: 'header', problem });
  if (new TextDecoder().decode(prefix) === 'version ') {
    throw refuse('This is a Git LFS pointer in place of the file; fetch the file itself with `git lfs pull`.');
  }
  if (prefix.length < prefixLength) {
    throw refuse(
      `The file has ${fileSize} bytes, too few for a safetensors file, which begins with 8 for its header's length.`,
    );
  }
  const view = new DataView(prefix.buffer, prefix.byteOffset, prefix.byteLength);
  const length = view.getUint32(4, true) * 2 ** 32 + view.getUint32(0, true);
  if (length > headerLimit) {
    throw refuse(
      `The header is said to have ${length} bytes, above the format's limit of ${headerLimit}; this is no safetensors file.`,
    );
  }
  if (prefixLength + length > fileSize) {
    throw refuse(
      `The header is said to have ${length} bytes, but the file ends after ${fileSize - prefixLength} of them.`,
    );
  }
  return length;
}

/**
 * Checks a header against the format and the file's size: nothing in it may be read in two ways, and the tensors must
 * cover the rest of the file without gap or overlap.
 *
 * @param bytes          the header alone
 * @param options.size   of the file, in bytes
 * @param options.where  for messages: the file and its place
 * @throws {SafetensorsError}
 */
export function parseSafetensorsHeader(
  bytes: Uint8Array,
  { file, size, where }: { file: string; size: number; where: string },
): SafetensorsHeader {
  const refuse: Refuse = (fault, problem, cause) => new SafetensorsError({ where, fault, problem, cause });
  const { __metadata__: metadata = {}, ...tensors } = parseJson(bytes, refuse);
  const dataStart = prefixLength + bytes.length;
  const entries = Object.entries(tensors).map(([name, info]) => {
    const { start, end, ...entry } = parseEntry(name, info, refuse);
    return { ...entry, file, start: dataStart + start, end: dataStart + end };
  });
  entries.sort((a, b) => a.start - b.start || a.end - b.end);
  checkCoverage(entries, { dataStart, size }, refuse);
  return { tensors: new Map(entries.map((entry) => [entry.name, entry])), metadata: parseMetadata(metadata, refuse) };
}

type Refuse = (fault: SafetensorsFault, problem: string, cause?: unknown) => SafetensorsError;

function parseJson(bytes: Uint8Array, refuse: Refuse): Record<string, unknown> {
  if (bytes[0] !== 0x7b) throw refuse('header', 'The header does not begin with {.');
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return parseStrictJson(text) as Record<string, unknown>; // JSON that begins with { is an object
  } catch (cause) {
    throw refuse('header', `The header is not sound JSON in UTF-8: ${reasonOf(cause)}.`, cause);
  }
}

/** A tensor of the header, its bytes counted from the start of the data. */
function parseEntry(name: string, info: unknown, refuse: Refuse): Omit<StoredTensor, 'file'> {
  const tensor = quote(name);
  if (!isRecord(info)) throw refuse('header', `${tensor} is ${quote(info)}, but must be an object.`);
  const { dtype, shape, data_offsets: offsets } = info;
  if (typeof dtype !== 'string') throw refuse('header', `${tensor} has no dtype.`);
  const bits = dtypeBits.get(dtype);
  if (bits === undefined)
    throw refuse('dtype', `${tensor} has the dtype ${quote(dtype)}, which the format does not know.`);
  if (!Array.isArray(shape)) throw refuse('header', `${tensor} has no shape.`);
  if (!shape.every(isCount))
    throw refuse('shape', `${tensor} has the shape ${quote(shape)}; sizes are whole numbers, 0 or more.`);
  if (!Array.isArray(offsets) || offsets.length !== 2) throw refuse('header', `${tensor} has no pair of data_offsets.`);
  if (!offsets.every(isCount))
    throw refuse('offsets', `${tensor} has the data_offsets ${quote(offsets)}; they are whole numbers, 0 or more.`);
  const [begin, end] = offsets as [number, number];
  const bytes = byteCount(shape, bits);
  if (bytes === undefined)
    throw refuse('shape', `${tensor} of shape ${quote(shape)} has no whole number of bytes below 2^53.`);
  if (end - begin !== bytes) {
    throw refuse(
      'offsets',
      `${tensor}, ${dtype} ${quote(shape)}, has ${bytes} bytes, but its data_offsets are ${quote(offsets)}.`,
    );
  }
  return { name, dtype, shape, start: begin, end };
}

/** Undefined where the number overflows on the way, even if a later size is 0, or is no whole one. */
function byteCount(shape: readonly number[], bits: number): number | undefined {
  let count = bits;
  for (const size of shape) {
    count *= size;
    if (!Number.isSafeInteger(count)) return undefined;
  }
  return count % 8 === 0 ? count / 8 : undefined;
}

function checkCoverage(
  entries: readonly StoredTensor[],
  { dataStart, size }: { dataStart: number; size: number },
  refuse: Refuse,
): void {
  let covered = dataStart;
  for (const { name, start, end } of entries) {
    if (start !== covered) {
      const how = start < covered ? 'overlaps the tensor before it' : 'leaves a gap before it';
      throw refuse('offsets', `${quote(name)} begins at byte ${start}, not ${covered}: it ${how}.`);
    }
    covered = end;
  }
  if (covered !== size) {
    const how = covered > size ? 'it was cut off' : 'there is more in it';
    throw refuse('offsets', `The tensors end at byte ${covered}, but the file at ${size}: ${how}.`);
  }
}

function parseMetadata(metadata: unknown, refuse: Refuse): Record<string, string> {
  if (!isRecord(metadata)) throw refuse('header', `__metadata__ is ${quote(metadata)}, but must be an object.`);
  for (const [key, value] of Object.entries(metadata)) {
    if (typeof value !== 'string')
      throw refuse('header', `__metadata__ has ${quote(value)} under ${quote(key)}, but must hold strings only.`);
  }
  return metadata as Record<string, string>; // checked just now
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
