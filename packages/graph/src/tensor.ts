import { GraphError } from './errors.js';
import type { Node } from './node.js';

/** What a tensor's numbers are. `int64` and `bool` live inside graphs; inputs and outputs are of the other three. */
export type DType = 'float32' | 'int32' | 'int64' | 'uint8' | 'bool';

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

/** A tensor that is given at each run: ids, masks, parameters. */
export function input(name: string, dtype: DType, shape: Shape): Tensor {
  return { dtype, shape, source: { kind: 'input', name } };
}

/** A tensor whose numbers are part of the graph, row-major. For small ones: they are kept as plain numbers. */
export function constant(values: readonly number[], shape: readonly number[], dtype: DType = 'float32'): Tensor {
  const size = shape.reduce((product, dimension) => product * dimension, 1);
  if (values.length !== size) {
    throw new GraphError(`A constant of shape [${shape.join(', ')}] needs ${size} values, but ${values.length} were given.`);
  }
  return { dtype, shape, source: { kind: 'constant', values } };
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
    throw new GraphError(`${because} needs fixed shapes, but a tensor is ${describeShape(tensor.shape)}: build the graph with numbers.`);
  });
}

export function describeShape(shape: Shape): string {
  return `[${shape.join(', ')}]`;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((dimension, i) => dimension === b[i]);
}
