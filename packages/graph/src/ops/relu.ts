import { defineOp } from '../define-op.js';
import { scalar, type Tensor } from '../tensor.js';
import { cast } from './cast.js';
import { greater } from './greater.js';
import { mul } from './mul.js';

/**
 * `max(x, 0)`, elementwise.
 *
 * Gradient: `dy` where `x > 0`, otherwise 0 (at 0 too, as in PyTorch).
 *
 * @see ONNX operator Relu, opset 14
 */
export const relu = defineOp<[x: Tensor]>({
  type: 'Relu',
  defaults: {},
  inferShapes: ([x]) => [x.shape],
  gradient: ({ inputs: [x], outputGradients: [dy] }) => [mul(dy, cast(greater(x, scalar(0)), { to: 'float32' }))],
});
