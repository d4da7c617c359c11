import { defineOp } from '../define-op.js';
import { GraphError } from '../errors.js';
import { type Dimension, describeShape, type Tensor } from '../tensor.js';

const transposeOp = defineOp<[x: Tensor], [y: Tensor], { perm: readonly number[] }>({
  type: 'Transpose',
  defaults: { perm: [] },
  inferShapes([x], { perm }) {
    const sorted = [...perm].sort((a, b) => a - b);
    if (sorted.length !== x.shape.length || sorted.some((axis, i) => axis !== i)) {
      throw new GraphError(`The axes (${perm.join(', ')}) are no order of those of ${describeShape(x.shape)}.`);
    }
    return [perm.map((axis) => x.shape[axis] as Dimension)]; // in range: checked above
  },
  gradient: ({ outputGradients: [dy], attributes: { perm } }) => [
    transpose(
      dy,
      perm.map((_, axis) => perm.indexOf(axis)),
    ),
  ],
});

/**
 * `x` with its axes in another order: axis `i` of the result is axis `perm[i]` of `x`.
 *
 * Gradient: `dy` with the inverse order.
 *
 * @see ONNX operator Transpose, opset 13
 */
export function transpose(x: Tensor, perm: readonly number[]): Tensor {
  return transposeOp(x, { perm });
}
