import { defineOp } from '../define-op.js';
import { scalar, type Tensor } from '../tensor.js';
import { div } from './div.js';
import { exp } from './exp.js';
import { mul } from './mul.js';

/**
 * The error function `2/√π ∫₀ˣ exp(-t²) dt`, elementwise.
 *
 * Gradient: `dy · (2/√π / exp(x²))`. As a quotient it needs one pass less than `exp(-x²)`, and an overflow gives the right limit, 0.
 *
 * @see ONNX operator Erf, opset 13
 */
export const erf = defineOp<[x: Tensor]>({
  type: 'Erf',
  defaults: {},
  inferShapes: ([x]) => [x.shape],
  gradient: ({ inputs: [x], outputGradients: [dy] }) => [mul(dy, div(scalar(2 / Math.sqrt(Math.PI)), exp(mul(x, x))))],
});
