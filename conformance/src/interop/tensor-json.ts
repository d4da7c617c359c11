import type { DType, TensorData } from '@bertkit/runtime';

/** A tensor as `python/interop.py` reads and writes it: its bytes in base64, little-endian, row-major. */
export interface TensorJson {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: string;
}

export function toJson(tensors: Readonly<Record<string, TensorData>>): Record<string, TensorJson> {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, { dtype, shape, data }]) => {
      const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
      return [name, { dtype, shape, data: bytes.toString('base64') }];
    }),
  );
}

export function fromJson({ dtype, shape, data }: TensorJson): TensorData {
  const bytes = Uint8Array.from(Buffer.from(data, 'base64'));
  switch (dtype) {
    case 'float32':
      return { dtype, shape, data: new Float32Array(bytes.buffer) };
    case 'int32':
      return { dtype, shape, data: new Int32Array(bytes.buffer) };
    case 'uint8':
      return { dtype, shape, data: bytes };
  }
}
