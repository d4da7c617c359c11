import { broadcastShape } from '../broadcast-shape.js';
import { defineOp } from '../define-op.js';
import type { Tensor } from '../tensor.js';

/**
 * `a > b`, elementwise with broadcasting: bool. It has no gradient.
 *
 * @see ONNX operator Greater, opset 13
 */
export const greater = defineOp<[a: Tensor, b: Tensor]>({
  type: 'Greater',
  defaults: {},
  inferShapes: ([a, b]) => [broadcastShape(a.shape, b.shape)],
  inferDTypes: () => ['bool'],
  gradient: 'none',
});
