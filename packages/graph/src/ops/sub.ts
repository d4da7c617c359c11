import { broadcastShape } from '../broadcast-shape.js';
import { defineOp } from '../define-op.js';
import { scalar, type Tensor } from '../tensor.js';
import { mul } from './mul.js';

/**
 * `a - b`, elementwise with broadcasting.
 *
 * Gradient: `dy` and `-dy`.
 *
 * @see ONNX operator Sub, opset 14
 */
export const sub = defineOp<[a: Tensor, b: Tensor]>({
  type: 'Sub',
  defaults: {},
  inferShapes: ([a, b]) => [broadcastShape(a.shape, b.shape)],
  gradient: ({ outputGradients: [dy] }) => [dy, mul(dy, scalar(-1))],
});
