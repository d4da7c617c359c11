import { defineOp } from '../define-op.js';
import { scalar, type Tensor } from '../tensor.js';
import { div } from './div.js';
import { mul } from './mul.js';

/**
 * `√x`, elementwise.
 *
 * Gradient: `dy / 2y`, infinite where `x` is 0, as in PyTorch.
 *
 * @see ONNX operator Sqrt, opset 13
 */
export const sqrt = defineOp<[x: Tensor]>({
  type: 'Sqrt',
  defaults: {},
  inferShapes: ([x]) => [x.shape],
  gradient: ({ outputs: [y], outputGradients: [dy] }) => [div(mul(dy, scalar(0.5)), y)],
});
