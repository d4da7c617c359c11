import { broadcastShape } from '../broadcast-shape.js';
import { defineOp } from '../define-op.js';
import type { Tensor } from '../tensor.js';

/**
 * `a + b`, elementwise with broadcasting.
 *
 * Gradient: `dy` to both.
 *
 * @see ONNX operator Add, opset 14
 */
export const add = defineOp<[a: Tensor, b: Tensor]>({
  type: 'Add',
  defaults: {},
  inferShapes: ([a, b]) => [broadcastShape(a.shape, b.shape)],
  gradient: ({ outputGradients: [dy] }) => [dy, dy],
});
