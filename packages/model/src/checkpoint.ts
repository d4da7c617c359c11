import type { Files } from '@bertkit/runtime';
import { CheckpointTensorsError } from './errors.js';
import { bfloat16ToFloat32, float16ToFloat32 } from './float16.js';
import { elementCount, type FloatTensor } from './parameters.js';

/** The tensors of a directory, in whatever form its files are. Nothing of them has been read. */
export interface Checkpoint {
  /** For messages: the file and its place. Of several, the one that lists the others. */
  readonly where: string;
  /** By their names there. */
  readonly tensors: ReadonlyMap<string, StoredTensor>;
}

/** A tensor as the files of a checkpoint hold it. */
export interface StoredTensor {
  /** As it is named there. */
  readonly name: string;
  /** As safetensors spells it: `F32`, `F16`, `BF16`, `I64`, … */
  readonly dtype: string;
  readonly shape: readonly number[];
  /** The file, and the bytes `[start, end)` of it that hold all elements. */
  readonly file: string;
  readonly start: number;
  readonly end: number;
  /** For a view whose elements do not simply follow each other: the distance between them along each axis, in elements. */
  readonly strides?: readonly number[];
}

/**
 * Reads one tensor as float32, from F32, F16 or BF16. All three are exact.
 *
 * @param tensor  of a {@link Checkpoint}, or of a safetensors header
 * @returns       row-major, whatever its strides are; the caller owns the memory
 * @throws {CheckpointTensorsError} it has another dtype
 */
export async function readTensor(files: Files, tensor: StoredTensor): Promise<FloatTensor> {
  const { name, dtype, shape, file, start, end, strides } = tensor;
  if (!isReadable(dtype)) {
    const message = `${name} is ${dtype}, but numbers are read from F32, F16 or BF16.`;
    const where = `${file} in ${files.location}`;
    throw new CheckpointTensorsError({ where, problems: [{ kind: 'dtype', tensor: name, message }] });
  }
  const values = toFloat32[dtype](await files.read(file, { start, end }));
  return { dtype: 'float32', shape, data: strides === undefined ? values : rowMajor(values, shape, strides) };
}

/** Whether {@link readTensor} reads this dtype. */
export function isReadable(dtype: string): dtype is keyof typeof toFloat32 {
  return Object.hasOwn(toFloat32, dtype);
}

/** Elements that are compared at a time: 4 MB of each tensor. */
const comparedAtOnce = 2 ** 20;

/**
 * Whether two tensors of one checkpoint hold the same numbers, with little memory. Those that lie at one place are not
 * read, nor those of different shapes.
 */
export async function isSameTensor(files: Files, a: StoredTensor, b: StoredTensor): Promise<boolean> {
  if (a.shape.join() !== b.shape.join() || !isReadable(a.dtype) || !isReadable(b.dtype)) return false;
  if (placeOf(a) === placeOf(b)) return true;
  if (a.strides !== undefined || b.strides !== undefined) return isSamePart(files, a, b);
  const count = elementCount(a.shape);
  for (let start = 0; start < count; start += comparedAtOnce) {
    const end = Math.min(start + comparedAtOnce, count);
    if (!(await isSamePart(files, part(a, start, end), part(b, start, end)))) return false;
  }
  return true;
}

function placeOf({ file, start, end, dtype, strides }: StoredTensor): string {
  return JSON.stringify([file, start, end, dtype, strides]);
}

async function isSamePart(files: Files, a: StoredTensor, b: StoredTensor): Promise<boolean> {
  const { data } = await readTensor(files, a);
  const { data: other } = await readTensor(files, b);
  return data.every((value, index) => value === other[index]);
}

/** Elements `[from, to)` of a tensor without strides, as a vector. */
function part(tensor: StoredTensor, from: number, to: number): StoredTensor {
  const itemSize = (tensor.end - tensor.start) / elementCount(tensor.shape);
  const { start } = tensor;
  return { ...tensor, shape: [to - from], start: start + from * itemSize, end: start + to * itemSize };
}

// The formats are little-endian, and so is every machine that runs JavaScript today: bytes are taken as they are.
const toFloat32 = {
  F32: (bytes: Uint8Array) => {
    const aligned = align(bytes, Float32Array.BYTES_PER_ELEMENT);
    return new Float32Array(aligned.buffer, aligned.byteOffset, aligned.length / Float32Array.BYTES_PER_ELEMENT);
  },
  F16: (bytes: Uint8Array) => float16ToFloat32(halfWords(bytes)),
  BF16: (bytes: Uint8Array) => bfloat16ToFloat32(halfWords(bytes)),
};

function halfWords(bytes: Uint8Array): Uint16Array {
  const aligned = align(bytes, Uint16Array.BYTES_PER_ELEMENT);
  return new Uint16Array(aligned.buffer, aligned.byteOffset, aligned.length / Uint16Array.BYTES_PER_ELEMENT);
}

/** The same bytes where a typed array of this item size may begin; copied only where they do not lie so already. */
function align(bytes: Uint8Array, itemSize: number): Uint8Array {
  return bytes.byteOffset % itemSize === 0 ? bytes : new Uint8Array(bytes); // a Buffer's slice would copy nothing
}

/** The elements of a view, one after the other. */
function rowMajor(values: Float32Array, shape: readonly number[], strides: readonly number[]): Float32Array {
  const data = new Float32Array(elementCount(shape));
  const index = shape.map(() => 0);
  let from = 0;
  for (let to = 0; to < data.length; to++) {
    data[to] = values[from] ?? 0;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const [at = 0, size = 0, stride = 0] = [index[axis], shape[axis], strides[axis]];
      from += stride;
      index[axis] = at + 1;
      if (at + 1 < size) break;
      from -= size * stride; // back to the start of this axis, and one on along the axis before it
      index[axis] = 0;
    }
  }
  return data;
}
