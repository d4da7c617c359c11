import { readFileSync } from 'node:fs';

/** A tensor of a file of expectations, whatever its dtype, as numbers. */
export interface ExpectedTensor {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

/**
 * Reads a safetensors file of expectations. It trusts the file, and shares nothing with the reader of `@bertkit/model`:
 * an error there must not hide itself.
 */
export function readTensors(path: string): ReadonlyMap<string, ExpectedTensor> {
  const bytes = readFileSync(path);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerEnd = 8 + Number(view.getBigUint64(0, true));
  const { __metadata__, ...header } = JSON.parse(bytes.toString('utf8', 8, headerEnd)) as Record<string, HeaderEntry>;
  const tensors = new Map<string, ExpectedTensor>();
  for (const [name, { dtype, shape, data_offsets: offsets }] of Object.entries(header)) {
    const number = numbers[dtype];
    if (number === undefined) throw new Error(`${name} in ${path} is ${dtype}, which expectations are not made of.`);
    const start = headerEnd + offsets[0];
    const count = shape.reduce((product, size) => product * size, 1);
    const data = Float64Array.from({ length: count }, (_, i) => number.read(view, start + i * number.size));
    tensors.set(name, { shape, data });
  }
  return tensors;
}

interface HeaderEntry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

const numbers: Readonly<Record<string, { size: number; read: (view: DataView, offset: number) => number }>> = {
  F32: { size: 4, read: (view, offset) => view.getFloat32(offset, true) },
  F64: { size: 8, read: (view, offset) => view.getFloat64(offset, true) },
  I32: { size: 4, read: (view, offset) => view.getInt32(offset, true) },
  I64: { size: 8, read: (view, offset) => Number(view.getBigInt64(offset, true)) },
};
