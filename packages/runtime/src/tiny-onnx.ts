/**
 * Writes the few ONNX graphs of the contract suite: just the fields of onnx.proto that they need, so that the contract
 * depends on no graph builder.
 */
export interface TinyGraph {
  readonly inputs: Readonly<Record<string, TinyType>>;
  readonly outputs: Readonly<Record<string, TinyType>>;
  readonly nodes: readonly TinyNode[];
  readonly initializers?: Readonly<Record<string, TinyInitializer>>;
}

type ElementType = keyof typeof elementTypes;
type TinyType = readonly [ElementType, ...shape: (number | string)[]];

/** A tensor whose numbers lie outside of the model: where, in bytes. */
interface TinyInitializer {
  readonly type: readonly [ElementType, ...shape: number[]];
  readonly location: string;
  readonly offset: number;
  readonly length: number;
}

interface TinyNode {
  readonly type: string;
  readonly inputs: readonly string[];
  readonly output: string | readonly string[];
  /** Default: ONNX's own operators. */
  readonly domain?: typeof microsoft;
  /** Whole numbers, the only attributes that these graphs need. */
  readonly attributes?: Readonly<Record<string, number>>;
}

/** The domain of ONNX Runtime's own operators. */
export const microsoft = 'com.microsoft';

/** TensorProto.DataType */
export const elementTypes = { float32: 1, uint8: 2, int8: 3, int32: 6, int64: 7, bool: 9 } as const;
/** AttributeProto.AttributeType */
const attributeTypeInt = 2;
/** TensorProto.DataLocation */
const external = 1;

/** The bytes of a `ModelProto`: operator set 17, and version 1 of {@link microsoft}. */
export function tinyModel({ inputs, outputs, nodes, initializers = {} }: TinyGraph): Uint8Array {
  const graph = [
    ...nodes.flatMap((node) => message(1, nodeProto(node))),
    ...text(2, 'tiny'),
    ...Object.entries(initializers).flatMap(([name, tensor]) => message(5, tensorProto(name, tensor))),
    ...Object.entries(inputs).flatMap(([name, type]) => message(11, valueInfo(name, type))),
    ...Object.entries(outputs).flatMap(([name, type]) => message(12, valueInfo(name, type))),
  ];
  const operatorSets = [
    [...text(1, ''), ...integer(2, 17)],
    [...text(1, microsoft), ...integer(2, 1)],
  ];
  return Uint8Array.from([
    ...integer(1, 8),
    ...message(7, graph),
    ...operatorSets.flatMap((operatorSet) => message(8, operatorSet)),
  ]);
}

function nodeProto({ type, inputs, output, domain, attributes = {} }: TinyNode): number[] {
  return [
    ...inputs.flatMap((name) => text(1, name)),
    ...[output].flat().flatMap((name) => text(2, name)),
    ...text(4, type),
    ...Object.entries(attributes).flatMap(([name, value]) =>
      message(5, [...text(1, name), ...integer(3, value), ...integer(20, attributeTypeInt)]),
    ),
    ...(domain ? text(7, domain) : []),
  ];
}

function tensorProto(name: string, { type, location, offset, length }: TinyInitializer): number[] {
  const [elementType, ...shape] = type;
  const entries = Object.entries({ location, offset: `${offset}`, length: `${length}` });
  return [
    ...shape.flatMap((size) => integer(1, size)),
    ...integer(2, elementTypes[elementType]),
    ...text(8, name),
    ...entries.flatMap(([key, value]) => message(13, [...text(1, key), ...text(2, value)])),
    ...integer(14, external),
  ];
}

function valueInfo(name: string, [elementType, ...shape]: TinyType): number[] {
  const dimensions = shape.flatMap((size) => message(1, typeof size === 'number' ? integer(1, size) : text(2, size)));
  const tensorType = [...integer(1, elementTypes[elementType]), ...message(2, dimensions)];
  return [...text(1, name), ...message(2, message(1, tensorType))];
}

// Protocol buffers: a field is a key (number and wire type), then a varint (wire type 0) or a length and bytes (2).
const integer = (field: number, value: number): number[] => [...varint(field << 3), ...varint(value)];
const message = (field: number, bytes: readonly number[]): number[] => [
  ...varint((field << 3) | 2),
  ...varint(bytes.length),
  ...bytes,
];
const text = (field: number, value: string): number[] => message(field, [...new TextEncoder().encode(value)]);
const varint = (value: number): number[] => (value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)]);
