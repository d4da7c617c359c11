/**
 * Writes the few ONNX graphs of the contract suite: just the fields of onnx.proto that they need, so that the contract
 * depends on no graph builder.
 */
export interface TinyGraph {
  readonly inputs: Readonly<Record<string, TinyType>>;
  readonly outputs: Readonly<Record<string, TinyType>>;
  readonly nodes: readonly TinyNode[];
}

type ElementType = keyof typeof elementTypes;
type TinyType = readonly [ElementType, ...shape: (number | string)[]];

interface TinyNode {
  readonly type: string;
  readonly inputs: readonly string[];
  readonly output: string;
  /** The one attribute these graphs need: `Cast`'s. */
  readonly to?: ElementType;
}

/** TensorProto.DataType */
const elementTypes = { float32: 1, uint8: 2, int32: 6, int64: 7, bool: 9 } as const;
const attributeTypeInt = 2;

/** The bytes of a `ModelProto`, operator set 17. */
export function tinyModel({ inputs, outputs, nodes }: TinyGraph): Uint8Array {
  const graph = [
    ...nodes.flatMap((node) => message(1, nodeProto(node))),
    ...text(2, 'tiny'),
    ...Object.entries(inputs).flatMap(([name, type]) => message(11, valueInfo(name, type))),
    ...Object.entries(outputs).flatMap(([name, type]) => message(12, valueInfo(name, type))),
  ];
  const operatorSet = [...text(1, ''), ...integer(2, 17)];
  return Uint8Array.from([...integer(1, 8), ...message(7, graph), ...message(8, operatorSet)]);
}

function nodeProto({ type, inputs, output, to }: TinyNode): number[] {
  const cast = to
    ? message(5, [...text(1, 'to'), ...integer(3, elementTypes[to]), ...integer(20, attributeTypeInt)])
    : [];
  return [...inputs.flatMap((name) => text(1, name)), ...text(2, output), ...text(4, type), ...cast];
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
