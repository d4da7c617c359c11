import { defineOp } from '../define-op.js';
import type { Tensor } from '../tensor.js';
import { mul } from './mul.js';

/**
 * `exp(x)`, elementwise.
 *
 * Gradient: `dy * y`.
 *
 * @see ONNX operator Exp, opset 13
 */
export const exp = defineOp<[x: Tensor]>({
  type: 'Exp',
  defaults: {},
  inferShapes: ([x]) => [x.shape],
  gradient: ({ outputs: [y], outputGradients: [dy] }) => [mul(dy, y)],
});
