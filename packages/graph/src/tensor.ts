import { GraphError } from './errors.js';

/** What a tensor's numbers are. A session's inputs and outputs are of the first three; the others live inside graphs. */
export type DType = 'float32' | 'int32' | 'uint8' | 'int8' | 'int64' | 'bool' | 'float16' | 'bfloat16';

/** A size: a number, or the name of one that is known only when the graph runs (`'batch'`). */
export type Dimension = number | string;
export type Shape = readonly Dimension[];

/**
 * A value of a graph that will be computed: what operators take and give. It is immutable and knows where it comes
 * from, so that a graph is nothing but the tensors asked for and all that they lead back to.
 */
export interface Tensor {
  readonly dtype: DType;
  readonly shape: Shape;
  readonly source: Source;
}

/** Where a tensor comes from. */
export type Source =
  | { readonly kind: 'input'; readonly name: string }
  | { readonly kind: 'constant'; readonly values: readonly number[] }
  | { readonly kind: 'node'; readonly node: Node; readonly index: number };

/** One application of an operator. An input left out is `undefined`. */
export interface Node {
  readonly definition: OpDefinition;
  readonly inputs: readonly (Tensor | undefined)[];
  readonly outputs: readonly Tensor[];
  readonly attributes: Attributes;
}

export type Attribute = number | string | boolean | Shape | undefined;
export type Attributes = Readonly<Record<string, Attribute>>;

/** What a node is in ONNX: constants such as axes are attributes in some operators and inputs in others. */
export interface OnnxForm {
  readonly inputs: readonly (Tensor | undefined)[];
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
}

/** An attribute as ONNX has it. A float is told from an int by its type, not by its value. */
export type OnnxAttribute =
  | { readonly int: number }
  | { readonly ints: readonly number[] }
  | { readonly float: number }
  | { readonly string: string };

/** The gradient of one input: a tensor, rows of a table, or none. */
export type InputGradient = Tensor | RowGradient | null;

/**
 * The gradient of a table of which few rows were looked up: `rows[i]` is to be added to row `indices[i]`, and all other
 * rows are zero. It is kept in this form for parameters, so that no table of zeros is made.
 */
export interface RowGradient {
  readonly kind: 'rows';
  /** int32 [N]; rows may be named more than once. */
  readonly indices: Tensor;
  /** float32 [N, …] */
  readonly rows: Tensor;
  /** An index whose rows have no gradient (torch's `padding_idx`). */
  readonly paddingIndex: number | undefined;
}

export interface GradientContext {
  readonly inputs: readonly (Tensor | undefined)[];
  readonly outputs: readonly Tensor[];
  /** `undefined` for an output that the loss does not depend on. */
  readonly outputGradients: readonly (Tensor | undefined)[];
  readonly attributes: Attributes;
}

/** The operators that ONNX Runtime adds to ONNX's. */
export type Domain = 'com.microsoft';

/** An operator, its types taken off: what differentiation, passes and serialisation walk over. */
export interface OpDefinition {
  readonly type: string;
  /** Where it is defined; undefined: in ONNX itself. */
  readonly domain: Domain | undefined;
  readonly infer: (
    inputs: readonly (Tensor | undefined)[],
    attributes: Attributes,
  ) => readonly { dtype: DType; shape: Shape }[];
  readonly gradient: 'none' | ((context: GradientContext) => readonly InputGradient[]);
  /** Its ONNX form. */
  readonly onnx: (inputs: readonly (Tensor | undefined)[], attributes: Attributes) => OnnxForm;
  /** Set where there is no such ONNX operator: what it is made of. */
  readonly compose:
    | ((inputs: readonly (Tensor | undefined)[], attributes: Attributes) => readonly Tensor[])
    | undefined;
}

/** A tensor that is given at each run: ids, masks, parameters. @throws {GraphError} a size is no whole number from 0 */
export function input(name: string, dtype: DType, shape: Shape): Tensor {
  if (!shape.every((size) => typeof size === 'string' || isSize(size))) {
    throw new GraphError(
      `The input ${name} is ${describeShape(shape)}, but a size is a whole number from 0, or a name.`,
    );
  }
  return { dtype, shape, source: { kind: 'input', name } };
}

/**
 * A tensor whose numbers are part of the graph, row-major. For small ones: they are kept as plain numbers.
 *
 * @throws {GraphError} when there are more or fewer values than the shape has
 */
export function constant(values: readonly number[], shape: readonly number[], dtype: DType = 'float32'): Tensor {
  const count = shape.reduce((product, size) => product * size, 1);
  if (values.length !== count || !shape.every(isSize)) {
    throw new GraphError(
      `A constant of shape ${describeShape(shape)} needs ${count} values, but ${values.length} were given.`,
    );
  }
  return { dtype, shape, source: { kind: 'constant', values } };
}

function isSize(size: number): boolean {
  return Number.isSafeInteger(size) && size >= 0;
}

/** A number as a tensor of no dimensions. */
export function scalar(value: number, dtype: DType = 'float32'): Tensor {
  return constant([value], [], dtype);
}

/** The value of a constant of one element, of whatever rank; otherwise `undefined`. */
export function scalarValue(tensor: Tensor): number | undefined {
  return tensor.source.kind === 'constant' && tensor.source.values.length === 1 ? tensor.source.values[0] : undefined;
}

/** The node that computes a tensor, if it is one of the given type. */
export function producedBy(tensor: Tensor, type: string): Node | undefined {
  return tensor.source.kind === 'node' && tensor.source.node.definition.type === type ? tensor.source.node : undefined;
}

/** All sizes as numbers. @throws {GraphError} where one is a name: what is being built needs fixed shapes */
export function fixedShape(tensor: Tensor, because: string): readonly number[] {
  return tensor.shape.map((dimension) => {
    if (typeof dimension === 'number') return dimension;
    throw new GraphError(
      `${because} needs fixed shapes, but a tensor is ${describeShape(tensor.shape)}: build the graph with numbers.`,
    );
  });
}

export function describeShape(shape: Shape): string {
  return `[${shape.join(', ')}]`;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((dimension, i) => dimension === b[i]);
}
