import { defineOp } from '../define-op.js';
import { scalar, type Tensor } from '../tensor.js';
import { mul } from './mul.js';
import { sub } from './sub.js';

/**
 * `tanh(x)`, elementwise.
 *
 * Gradient: `dy * (1 - y²)`.
 *
 * @see ONNX operator Tanh, opset 13
 */
export const tanh = defineOp<[x: Tensor]>({
  type: 'Tanh',
  defaults: {},
  inferShapes: ([x]) => [x.shape],
  gradient: ({ outputs: [y], outputGradients: [dy] }) => [mul(dy, sub(scalar(1), mul(y, y)))],
});
