import { broadcastShape } from '../broadcast-shape.js';
import { defineOp, type Op } from '../define-op.js';
import { GraphError } from '../errors.js';
import { describeShape, type Tensor } from '../tensor.js';
import { swapLastAxes } from './transpose.js';

/**
 * Matrix product over the last two axes, broadcast over those before: `[…, M, K] · […, K, N] → […, M, N]`.
 *
 * Gradient: `dy · bᵀ` and `aᵀ · dy`.
 *
 * @see ONNX operator MatMul, opset 13
 */
export const matMul: Op<[a: Tensor, b: Tensor]> = defineOp<[a: Tensor, b: Tensor]>({
  type: 'MatMul',
  defaults: {},
  inferShapes([a, b]) {
    const [m, k] = a.shape.slice(-2);
    const [inner, n] = b.shape.slice(-2);
    if (m === undefined || k === undefined || inner === undefined || n === undefined || k !== inner) {
      throw new GraphError(
        `MatMul of ${describeShape(a.shape)} and ${describeShape(b.shape)}: the inner sizes differ.`,
      );
    }
    return [[...broadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2)), m, n]];
  },
  gradient: ({ inputs: [a, b], outputGradients: [dy] }) => [matMul(dy, swapLastAxes(b)), matMul(swapLastAxes(a), dy)],
});
