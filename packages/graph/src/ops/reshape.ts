import { defineOp } from '../define-op.js';
import { GraphError } from '../errors.js';
import {
  constant,
  type Dimension,
  describeShape,
  fixedShape,
  type Shape,
  scalarValue,
  type Tensor,
} from '../tensor.js';
import { concat } from './concat.js';
import { dimensionOf } from './shape.js';

const reshapeOp = defineOp<[x: Tensor, sizes: Tensor], [y: Tensor], { shape: Shape }>({
  type: 'Reshape',
  defaults: { shape: [] },
  inferShapes: (_, { shape }) => [shape],
  gradient: ({ inputs: [x], outputGradients: [dy] }) => [reshape(dy, fixedShape(x, 'The gradient of Reshape')), null],
  onnx: (inputs) => ({ inputs, attributes: {} }),
});

/**
 * The same numbers in another shape.
 *
 * Gradient: `dy` in the shape of `x`.
 *
 * @param sizes  each a number, -1 for what is left (once), or what {@link sizeOf} gives for a size that is known only
 *               when the graph runs
 * @throws {GraphError} when the number of elements differs
 * @see ONNX operator Reshape, opset 14
 */
export function reshape(x: Tensor, sizes: readonly (number | Tensor)[]): Tensor {
  const shape = resolve(x, sizes);
  const known = sizes.every((size) => typeof size === 'number');
  const sizeTensor = known
    ? constant(sizes, [sizes.length], 'int64')
    : concat(sizes.map((size) => (typeof size === 'number' ? constant([size], [1], 'int64') : size)));
  return reshapeOp(x, sizeTensor, { shape });
}

/** The shape that results, with a name wherever a number cannot be told. */
function resolve(x: Tensor, sizes: readonly (number | Tensor)[]): Shape {
  const shape: Dimension[] = sizes.map((size) =>
    typeof size === 'number' ? size : (scalarValue(size) ?? dimensionOf(size)),
  );
  const rest = shape.indexOf(-1);
  const product = (dimensions: Shape) =>
    dimensions.reduce((all: number, d) => all * (typeof d === 'number' ? d : 1), 1);
  // Names that stand on both sides cancel; what is left must be numbers for -1 to be one.
  const names = (dimensions: Shape) => dimensions.filter((d) => typeof d === 'string');
  const left = names(x.shape).filter((name) => !shape.includes(name));
  const gained = names(shape).filter((name) => !x.shape.includes(name));
  const total = product(x.shape);
  if (rest === -1) {
    if (left.length === 0 && gained.length === 0 && total !== product(shape)) {
      throw new GraphError(
        `${describeShape(x.shape)} cannot be reshaped to ${describeShape(shape)}: the sizes differ.`,
      );
    }
    return shape;
  }
  const size = total / -product(shape);
  if (left.length === 0 && gained.length === 0) {
    if (!Number.isInteger(size)) {
      throw new GraphError(
        `${describeShape(x.shape)} cannot be reshaped to ${describeShape(shape)}: ${total} elements do not divide.`,
      );
    }
    shape[rest] = size;
  } else {
    shape[rest] = [...left, ...(size === 1 ? [] : [String(size)]), ...gained.map((name) => `/${name}`)].join('*');
  }
  return shape;
}
