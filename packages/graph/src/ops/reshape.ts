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
  // Without `allowzero` a size of 0 stands for the size that the input has there.
  onnx: (inputs, { shape }) => ({ inputs, attributes: shape.includes(0) ? { allowzero: { int: 1 } } : {} }),
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
  const asked = sizes.map((size) => (typeof size === 'number' ? size : (scalarValue(size) ?? dimensionOf(size))));
  const refusal = (because: string) =>
    new GraphError(`${describeShape(x.shape)} cannot be reshaped to ${describeShape(asked)}: ${because}.`);
  const known = asked.filter((size) => size !== -1);
  const isSize = (size: Dimension) => typeof size === 'string' || (Number.isSafeInteger(size) && size >= 0);
  if (!known.every(isSize) || known.length < asked.length - 1) {
    throw refusal('sizes are whole numbers from 0, and one may be -1');
  }
  // Names that stand on both sides cancel; what is left must be numbers for -1 to be one.
  const left = without(namesIn(x.shape), namesIn(known));
  const gained = without(namesIn(known), namesIn(x.shape));
  const isCounted = left.length === 0 && gained.length === 0;
  const rest = productOf(x.shape) / productOf(known);
  if (known.length === asked.length) {
    if (isCounted && productOf(x.shape) !== productOf(known)) throw refusal('the sizes differ');
    return asked;
  }
  if (isCounted && !Number.isInteger(rest)) throw refusal(`${productOf(x.shape)} elements do not divide`);
  const restSize = isCounted
    ? rest
    : [...left, ...(rest === 1 ? [] : [String(rest)]), ...gained.map((name) => `/${name}`)].join('*');
  return asked.map((size) => (size === -1 ? restSize : size));
}

function namesIn(shape: Shape): string[] {
  return shape.filter((size) => typeof size === 'string');
}

/** `names` less those in `taken`, each as often as it is there. */
function without(names: readonly string[], taken: readonly string[]): string[] {
  const left = [...taken];
  return names.filter((name) => {
    const index = left.indexOf(name);
    if (index !== -1) left.splice(index, 1);
    return index === -1;
  });
}

/** The product of those sizes that are numbers. */
function productOf(shape: Shape): number {
  return shape.reduce((product: number, size) => (typeof size === 'number' ? product * size : product), 1);
}
