import type { BinaryWriter } from '@bufbuild/protobuf/wire';
import { itemSizes, onnxDTypes } from './dtypes.js';
import type { DType, OnnxAttribute, Shape } from './tensor.js';

// The messages of onnx.proto (ONNX 1.13) that graphs are made of; the numbers are those of their fields.

export const varint = 0;
const fixed32 = 5;
export const lengthDelimited = 2;

export function tag(field: number, wireType: number): number {
  return (field << 3) | wireType;
}

export function message(writer: BinaryWriter, field: number, write: () => unknown): void {
  writer.uint32(tag(field, lengthDelimited)).fork();
  write();
  writer.join();
}

export interface NodeFields {
  readonly type: string;
  readonly domain: string | undefined;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
}

/** NodeProto */
export function writeNode(writer: BinaryWriter, { type, domain, inputs, outputs, attributes }: NodeFields): void {
  for (const name of inputs) writer.uint32(tag(1, lengthDelimited)).string(name);
  for (const name of outputs) writer.uint32(tag(2, lengthDelimited)).string(name);
  writer.uint32(tag(3, lengthDelimited)).string(outputs[0] ?? type);
  writer.uint32(tag(4, lengthDelimited)).string(type);
  for (const [name, attribute] of Object.entries(attributes))
    message(writer, 5, () => writeAttribute(writer, name, attribute));
  if (domain !== undefined) writer.uint32(tag(7, lengthDelimited)).string(domain);
}

/** AttributeProto; the last field is its `type`: FLOAT 1, INT 2, STRING 3, INTS 7. */
function writeAttribute(writer: BinaryWriter, name: string, attribute: OnnxAttribute): void {
  writer.uint32(tag(1, lengthDelimited)).string(name);
  if ('float' in attribute) {
    writer.uint32(tag(2, fixed32)).float(attribute.float).uint32(tag(20, varint)).int32(1);
  } else if ('int' in attribute) {
    writer.uint32(tag(3, varint)).int64(attribute.int).uint32(tag(20, varint)).int32(2);
  } else if ('string' in attribute) {
    writer.uint32(tag(4, lengthDelimited)).string(attribute.string).uint32(tag(20, varint)).int32(3);
  } else {
    for (const value of attribute.ints) writer.uint32(tag(8, varint)).int64(value);
    writer.uint32(tag(20, varint)).int32(7);
  }
}

/** The fields of a TensorProto that come before its numbers. */
export function writeTensorHead(writer: BinaryWriter, name: string, dtype: DType, shape: readonly number[]): void {
  for (const size of shape) writer.uint32(tag(1, varint)).int64(size);
  writer.uint32(tag(2, varint)).int32(onnxDTypes[dtype]);
  writer.uint32(tag(8, lengthDelimited)).string(name);
}

/** TensorProto.raw_data: little-endian. Of the numbers themselves only the length is written here. */
export function writeRawDataHead(writer: BinaryWriter, byteLength: number): void {
  writer.uint32(tag(9, lengthDelimited)).uint32(byteLength);
}

/** TensorProto.external_data, and its data_location: EXTERNAL is 1. */
export function writeExternalData(writer: BinaryWriter, entries: Readonly<Record<string, string>>): void {
  for (const [key, value] of Object.entries(entries)) {
    message(writer, 13, () =>
      writer.uint32(tag(1, lengthDelimited)).string(key).uint32(tag(2, lengthDelimited)).string(value),
    );
  }
  writer.uint32(tag(14, varint)).int32(1);
}

/** ValueInfoProto of a TypeProto.Tensor: a name, an element type, and per axis a number or a name. */
export function writeValueInfo(
  writer: BinaryWriter,
  name: string,
  { dtype, shape }: { readonly dtype: DType; readonly shape: Shape },
): void {
  writer.uint32(tag(1, lengthDelimited)).string(name);
  message(writer, 2, () =>
    message(writer, 1, () => {
      writer.uint32(tag(1, varint)).int32(onnxDTypes[dtype]);
      message(writer, 2, () => {
        for (const dimension of shape) {
          message(writer, 1, () =>
            typeof dimension === 'number'
              ? writer.uint32(tag(1, varint)).int64(dimension)
              : writer.uint32(tag(2, lengthDelimited)).string(dimension),
          );
        }
      });
    }),
  );
}

/** Numbers as ONNX keeps them. */
export function toBytes(values: readonly number[], dtype: DType): Uint8Array {
  const size = itemSizes[dtype];
  const view = new DataView(new ArrayBuffer(values.length * size));
  for (const [i, value] of values.entries()) {
    if (dtype === 'float32') view.setFloat32(i * size, value, true);
    else if (dtype === 'int32') view.setInt32(i * size, value, true);
    else if (dtype === 'int64') view.setBigInt64(i * size, BigInt(value), true);
    else if (size === 1) view.setUint8(i, value);
    else throw new Error(`internal: no constant is ${dtype}`);
  }
  return new Uint8Array(view.buffer);
}
