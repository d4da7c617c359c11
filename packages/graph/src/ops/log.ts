import { defineOp } from '../define-op.js';
import type { Tensor } from '../tensor.js';
import { div } from './div.js';

/**
 * `ln(x)`, elementwise.
 *
 * Gradient: `dy / x`.
 *
 * @see ONNX operator Log, opset 13
 */
export const log = defineOp<[x: Tensor]>({
  type: 'Log',
  defaults: {},
  inferShapes: ([x]) => [x.shape],
  gradient: ({ inputs: [x], outputGradients: [dy] }) => [div(dy, x)],
});
