import { broadcastShape } from '../broadcast-shape.js';
import { defineOp } from '../define-op.js';
import { constant, type Tensor } from '../tensor.js';

const expandOp = defineOp<[x: Tensor], [y: Tensor], { shape: readonly number[] }>({
  type: 'Expand',
  defaults: { shape: [] },
  inferShapes: ([x], { shape }) => [broadcastShape(x.shape, shape)],
  gradient: ({ outputGradients: [dy] }) => [dy],
  onnx: ([x], { shape }) => ({ inputs: [x, constant(shape, [shape.length], 'int64')], attributes: {} }),
});

/**
 * `x` repeated to a shape that it broadcasts to.
 *
 * Gradient: `dy`, summed over what was repeated.
 *
 * @see ONNX operator Expand, opset 13
 */
export function expand(x: Tensor, shape: readonly number[]): Tensor {
  return expandOp(x, { shape });
}
