import { broadcastShape } from '../broadcast-shape.js';
import { defineOp } from '../define-op.js';
import type { Tensor } from '../tensor.js';

/**
 * The larger of `a` and `b`, elementwise with broadcasting. For whole numbers (labels): it has no gradient.
 *
 * @see ONNX operator Max, opset 13
 */
export const maximum = defineOp<[a: Tensor, b: Tensor]>({
  type: 'Max',
  defaults: {},
  inferShapes: ([a, b]) => [broadcastShape(a.shape, b.shape)],
  gradient: 'none',
});
