import { broadcastShape } from '../broadcast-shape.js';
import { defineOp, type Op } from '../define-op.js';
import { scalar, type Tensor } from '../tensor.js';
import { mul } from './mul.js';

/**
 * `a / b`, elementwise with broadcasting.
 *
 * Gradient: `dy / b` and `-dy * y / b`.
 *
 * @see ONNX operator Div, opset 14
 */
export const div: Op<[a: Tensor, b: Tensor]> = defineOp<[a: Tensor, b: Tensor]>({
  type: 'Div',
  defaults: {},
  inferShapes: ([a, b]) => [broadcastShape(a.shape, b.shape)],
  gradient({ inputs: [, b], outputs: [y], outputGradients: [dy] }) {
    const da = div(dy, b);
    return [da, mul(mul(da, y), scalar(-1))];
  },
});
