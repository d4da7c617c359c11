import { BinaryWriter } from '@bufbuild/protobuf/wire';
import { itemSizes } from './dtypes.js';
import { GraphError } from './errors.js';
import { nodesOf } from './node.js';
import {
  lengthDelimited,
  message,
  tag,
  toBytes,
  varint,
  writeExternalData,
  writeNode,
  writeRawDataHead,
  writeTensorHead,
  writeValueInfo,
} from './onnx-protos.js';
import { type Domain, type DType, describeShape, fixedShape, type Tensor } from './tensor.js';

/** A graph as an ONNX file holds it: which of its tensors come out, and under what names. */
export interface GraphOutputs {
  readonly [name: string]: Tensor;
}

/** Numbers that lie outside of the model, in a file beside it. */
export interface ExternalData {
  /** The file's name. */
  readonly location: string;
  /** Where in it they begin, in bytes. */
  readonly offset: number;
  readonly byteLength: number;
}

/** Numbers that are to be written into the model, row-major, little-endian. */
export interface InlineData {
  readonly byteLength: number;
  /** Called once, when the model has been written up to here. */
  read(): Uint8Array | Promise<Uint8Array>;
}

// ONNX 1.13: opset 18 is the first with ReduceMax's axes as input and ScatterElements that adds; its IR version is 8.
const opsetVersion = 18;
const irVersion = 8;

/**
 * Writes a graph as an ONNX `ModelProto`. Its inputs are those that the outputs need, named as they were made.
 *
 * @param options.initializers  inputs whose numbers are known: they are no inputs of the model, but parts of it, that
 *                              say where the numbers lie. Default: none
 * @throws {GraphError} when two inputs, or an input and an output, share a name; an operator is not one of ONNX
 *                      (`simplify` takes those apart); the numbers of an initialiser are more or fewer than its shape has
 * @see onnx.proto of ONNX 1.13
 */
export function serialize(
  outputs: GraphOutputs,
  { initializers }: { initializers?: ReadonlyMap<string, ExternalData> } = {},
): Uint8Array {
  const writer = new BinaryWriter();
  for (const piece of pieces(outputs, initializers)) {
    if (!(piece instanceof Uint8Array)) throw new Error('internal: external data is not read');
    writer.raw(piece);
  }
  return writer.finish();
}

/** An ONNX model in pieces. */
export interface ModelChunks extends AsyncIterable<Uint8Array> {
  /** Of all pieces together. */
  readonly byteLength: number;
}

/**
 * Writes a graph as {@link serialize} does, but with numbers inside, and piece by piece: they are read one after another,
 * as the model grows.
 *
 * @throws {GraphError} at once, as `serialize` does, and when the model would have 2 GiB or more, which no protobuf may
 */
export function serializeChunks(
  outputs: GraphOutputs,
  { initializers }: { initializers: ReadonlyMap<string, ExternalData | InlineData> },
): ModelChunks {
  const all = pieces(outputs, initializers);
  const byteLength = totalLength(all);
  if (byteLength >= 2 ** 31) {
    throw new GraphError(
      `The model would have ${byteLength} bytes, but an ONNX file has less than 2 GiB: keep its numbers beside it.`,
    );
  }
  return {
    byteLength,
    async *[Symbol.asyncIterator]() {
      for (const piece of all) yield piece instanceof Uint8Array ? piece : checkedLength(await piece.read(), piece);
    },
  };
}

function checkedLength(bytes: Uint8Array, { byteLength }: InlineData): Uint8Array {
  if (bytes.length === byteLength) return bytes;
  throw new Error(`internal: ${bytes.length} bytes were read for an initialiser of ${byteLength}`);
}

type Piece = Uint8Array | InlineData;

function pieces(
  outputs: GraphOutputs,
  initializers: ReadonlyMap<string, ExternalData | InlineData> = new Map(),
): Piece[] {
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

  // One writer for all, as each holds memory outside of JavaScript's heap, which goes late; `finish` begins it anew.
  const writer = new BinaryWriter();
  const domains = new Set<Domain>();
  for (const node of nodesOf(tensors)) {
    const { type, domain, onnx, compose } = node.definition;
    if (compose !== undefined) throw new GraphError(`${type} is not an ONNX operator: simplify the graph first.`);
    if (domain !== undefined) domains.add(domain);
    const form = onnx(node.inputs, node.attributes);
    const inputNames = form.inputs.map((tensor) => (tensor === undefined ? '' : nameOf(tensor)));
    const fields = { type, domain, inputs: inputNames, outputs: node.outputs.map(nameOf), attributes: form.attributes };
    message(writer, 1, () => writeNode(writer, fields));
  }
  for (const [name, tensor] of Object.entries(outputs)) {
    // An output needs a name of its own: the same tensor may come out twice, or be an input.
    const fields = { type: 'Identity', domain: undefined, inputs: [nameOf(tensor)], outputs: [name], attributes: {} };
    message(writer, 1, () => writeNode(writer, fields));
  }
  writer.uint32(tag(2, lengthDelimited)).string('bertkit');
  for (const [tensor, values] of constants) {
    const bytes = toBytes(values, tensor.dtype);
    message(writer, 5, () => {
      writeTensorHead(writer, nameOf(tensor), tensor.dtype, tensor.shape.map(Number));
      writeRawDataHead(writer, bytes.length);
      writer.raw(bytes);
    });
  }
  const graph: Piece[] = [];
  for (const [name, tensor] of inputs) {
    const data = initializers.get(name);
    if (data === undefined) continue;
    const shape = checkedShape(name, tensor, data);
    if ('location' in data) {
      const { location, offset, byteLength } = data;
      message(writer, 5, () => {
        writeTensorHead(writer, name, tensor.dtype, shape);
        writeExternalData(writer, { location, offset: String(offset), length: String(byteLength) });
      });
    } else {
      const before = tensorBeforeData(name, tensor.dtype, shape, data.byteLength);
      writer
        .uint32(tag(5, lengthDelimited))
        .uint32(before.length + data.byteLength)
        .raw(before);
      graph.push(writer.finish(), data);
    }
  }
  for (const [name, tensor] of inputs) {
    if (!initializers.has(name)) message(writer, 11, () => writeValueInfo(writer, name, tensor));
  }
  for (const [name, tensor] of Object.entries(outputs)) {
    message(writer, 12, () => writeValueInfo(writer, name, tensor));
  }
  graph.push(writer.finish());

  writer.uint32(tag(1, varint)).int64(irVersion);
  writer.uint32(tag(2, lengthDelimited)).string('bertkit');
  writer.uint32(tag(7, lengthDelimited)).uint32(totalLength(graph));
  const start = writer.finish();
  message(writer, 8, () => writer.uint32(tag(2, varint)).int64(opsetVersion));
  for (const domain of domains) {
    message(writer, 8, () => writer.uint32(tag(1, lengthDelimited)).string(domain).uint32(tag(2, varint)).int64(1));
  }
  return [start, ...graph, writer.finish()];
}

/** The shape of an initialiser, whose numbers are as many. */
function checkedShape(name: string, tensor: Tensor, data: ExternalData | InlineData): readonly number[] {
  const shape = fixedShape(tensor, `The initialiser ${name}`);
  const expected = shape.reduce((product, size) => product * size, itemSizes[tensor.dtype]);
  if (data.byteLength === expected) return shape;
  throw new GraphError(
    `The initialiser ${name}, ${tensor.dtype} ${describeShape(shape)}, takes ${expected} bytes, but has ${data.byteLength}.`,
  );
}

/** A TensorProto up to where its numbers begin. */
function tensorBeforeData(name: string, dtype: DType, shape: readonly number[], byteLength: number): Uint8Array {
  const writer = new BinaryWriter();
  writeTensorHead(writer, name, dtype, shape);
  writeRawDataHead(writer, byteLength);
  return writer.finish();
}

function totalLength(all: readonly Piece[]): number {
  return all.reduce((sum, { byteLength }) => sum + byteLength, 0);
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
