import { broadcastShape } from '../broadcast-shape.js';
import { defineOp, type Op } from '../define-op.js';
import type { Tensor } from '../tensor.js';

/**
 * `a * b`, elementwise with broadcasting.
 *
 * Gradient: `dy * b` and `dy * a`.
 *
 * @see ONNX operator Mul, opset 14
 */
export const mul: Op<[a: Tensor, b: Tensor]> = defineOp<[a: Tensor, b: Tensor]>({
  type: 'Mul',
  defaults: {},
  inferShapes: ([a, b]) => [broadcastShape(a.shape, b.shape)],
  gradient: ({ inputs: [a, b], outputGradients: [dy] }) => [mul(dy, b), mul(dy, a)],
});
