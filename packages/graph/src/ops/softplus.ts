import { defineOp } from '../define-op.js';
import type { Tensor } from '../tensor.js';
import { mul } from './mul.js';
import { sigmoid } from './sigmoid.js';

/**
 * `ln(1 + exp(x))`, elementwise.
 *
 * Gradient: `dy * sigmoid(x)`.
 *
 * @see ONNX operator Softplus, opset 1
 */
export const softplus = defineOp<[x: Tensor]>({
  type: 'Softplus',
  defaults: {},
  inferShapes: ([x]) => [x.shape],
  gradient: ({ inputs: [x], outputGradients: [dy] }) => [mul(dy, sigmoid(x))],
});
