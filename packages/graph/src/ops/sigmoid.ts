import { defineOp } from '../define-op.js';
import { scalar, type Tensor } from '../tensor.js';
import { mul } from './mul.js';
import { sub } from './sub.js';

/**
 * `1 / (1 + exp(-x))`, elementwise.
 *
 * Gradient: `dy * y * (1 - y)`.
 *
 * @see ONNX operator Sigmoid, opset 13
 */
export const sigmoid = defineOp<[x: Tensor]>({
  type: 'Sigmoid',
  defaults: {},
  inferShapes: ([x]) => [x.shape],
  gradient: ({ outputs: [y], outputGradients: [dy] }) => [mul(dy, mul(y, sub(scalar(1), y)))],
});
