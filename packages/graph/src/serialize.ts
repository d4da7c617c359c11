import { BinaryWriter } from '@bufbuild/protobuf/wire';
import { GraphError } from './errors.js';
import { nodesOf } from './node.js';
import { onnxDTypes } from './ops/cast.js';
import type { DType, OnnxAttribute, Shape, Tensor } from './tensor.js';

/** A graph as an ONNX file holds it: which of its tensors come out, and under what names. */
export interface GraphOutputs {
  readonly [name: string]: Tensor;
}

// ONNX 1.13: opset 18 is the first with ReduceMax's axes as input and ScatterElements that adds; its IR version is 8.
const opsetVersion = 18;
const irVersion = 8;

/**
 * Writes a graph as an ONNX `ModelProto`. Its inputs are those that the outputs need, named as they were made.
 *
 * @throws {GraphError} when two inputs, or an input and an output, share a name, or an operator is not one of ONNX
 *                      (`simplify` takes those apart)
 * @see onnx.proto of ONNX 1.13 for the field numbers
 */
export function serialize(outputs: GraphOutputs): Uint8Array {
  const tensors = Object.values(outputs);
  const inputs = inputsByName(tensors);
  for (const name of Object.keys(outputs)) {
    if (inputs.has(name)) throw new GraphError(`${name} names an input and an output: give the output another name.`);
  }
  const named = namer([...inputs.keys(), ...Object.keys(outputs)]);
  const constants = new Map<Tensor, readonly number[]>();
  const nameOf = (tensor: Tensor): string => {
    if (tensor.source.kind === 'constant') constants.set(tensor, tensor.source.values);
    return named(tensor);
  };

  const graph = new BinaryWriter();
  for (const node of nodesOf(tensors)) {
    const { type, onnx, compose } = node.definition;
    if (compose !== undefined) throw new GraphError(`${type} is not an ONNX operator: simplify the graph first.`);
    const form = onnx(node.inputs, node.attributes);
    const inputNames = form.inputs.map((tensor) => (tensor === undefined ? '' : nameOf(tensor)));
    message(graph, 1, (writer) => writeNode(writer, type, inputNames, node.outputs.map(nameOf), form.attributes));
  }
  for (const [name, tensor] of Object.entries(outputs)) {
    // An output needs a name of its own: the same tensor may come out twice, or be an input.
    message(graph, 1, (writer) => writeNode(writer, 'Identity', [nameOf(tensor)], [name], {}));
  }
  graph.uint32(tag(2, lengthDelimited)).string('bertkit');
  for (const [tensor, values] of constants) {
    message(graph, 5, (writer) => writeConstant(writer, nameOf(tensor), tensor, values));
  }
  for (const [name, tensor] of inputs) message(graph, 11, (writer) => writeValueInfo(writer, name, tensor));
  for (const [name, tensor] of Object.entries(outputs)) {
    message(graph, 12, (writer) => writeValueInfo(writer, name, tensor));
  }

  const model = new BinaryWriter();
  model.uint32(tag(1, varint)).int64(irVersion);
  model.uint32(tag(2, lengthDelimited)).string('bertkit');
  message(model, 7, (writer) => writer.raw(graph.finish()));
  message(model, 8, (writer) => writer.uint32(tag(2, varint)).int64(opsetVersion));
  return model.finish();
}

/**
 * The inputs that some tensors need, in the order in which they are met.
 *
 * @throws {GraphError} when two share a name
 */
export function inputsOf(tensors: readonly Tensor[]): Tensor[] {
  return [...inputsByName(tensors).values()];
}

function inputsByName(tensors: readonly Tensor[]): Map<string, Tensor> {
  const found = new Map<string, Tensor>();
  const visit = (tensor: Tensor | undefined) => {
    if (tensor?.source.kind !== 'input') return;
    const { name } = tensor.source;
    if ((found.get(name) ?? tensor) !== tensor) {
      throw new GraphError(`Two inputs are named ${name}: make it once and use it as often as needed.`);
    }
    found.set(name, tensor);
  };
  for (const node of nodesOf(tensors)) node.inputs.forEach(visit);
  tensors.forEach(visit);
  return found;
}

/** Gives each tensor a name: inputs keep theirs, all else is numbered, past the names that are taken. */
function namer(taken: readonly string[]): (tensor: Tensor) => string {
  const reserved = new Set(taken);
  const names = new Map<Tensor, string>();
  return (tensor) => {
    const { source } = tensor;
    if (source.kind === 'input') return source.name;
    let name = names.get(tensor);
    if (name === undefined) {
      name = `${source.kind === 'node' ? source.node.definition.type : 'Constant'}/${names.size}`;
      while (reserved.has(name)) name += '_';
      names.set(tensor, name);
    }
    return name;
  };
}

const varint = 0;
const fixed32 = 5;
const lengthDelimited = 2;

function tag(field: number, wireType: number): number {
  return (field << 3) | wireType;
}

function message(writer: BinaryWriter, field: number, write: (writer: BinaryWriter) => unknown): void {
  writer.uint32(tag(field, lengthDelimited)).fork();
  write(writer);
  writer.join();
}

/** NodeProto */
function writeNode(
  writer: BinaryWriter,
  type: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: Readonly<Record<string, OnnxAttribute>>,
): void {
  for (const name of inputs) writer.uint32(tag(1, lengthDelimited)).string(name);
  for (const name of outputs) writer.uint32(tag(2, lengthDelimited)).string(name);
  writer.uint32(tag(3, lengthDelimited)).string(outputs[0] ?? type);
  writer.uint32(tag(4, lengthDelimited)).string(type);
  for (const [name, attribute] of Object.entries(attributes))
    message(writer, 5, () => writeAttribute(writer, name, attribute));
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

/** TensorProto, its numbers as raw little-endian bytes. */
function writeConstant(writer: BinaryWriter, name: string, tensor: Tensor, values: readonly number[]): void {
  for (const dimension of tensor.shape) writer.uint32(tag(1, varint)).int64(Number(dimension));
  writer.uint32(tag(2, varint)).int32(onnxDTypes[tensor.dtype]);
  writer.uint32(tag(8, lengthDelimited)).string(name);
  writer.uint32(tag(9, lengthDelimited)).bytes(toBytes(values, tensor.dtype));
}

function toBytes(values: readonly number[], dtype: DType): Uint8Array {
  const size = { float32: 4, int32: 4, int64: 8, uint8: 1, bool: 1 }[dtype];
  const view = new DataView(new ArrayBuffer(values.length * size));
  for (const [i, value] of values.entries()) {
    if (dtype === 'float32') view.setFloat32(i * size, value, true);
    else if (dtype === 'int32') view.setInt32(i * size, value, true);
    else if (dtype === 'int64') view.setBigInt64(i * size, BigInt(value), true);
    else view.setUint8(i * size, value);
  }
  return new Uint8Array(view.buffer);
}

/** ValueInfoProto of a TypeProto.Tensor: a name, an element type, and per axis a number or a name. */
function writeValueInfo(
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
