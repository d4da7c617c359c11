import { defineOp } from '../define-op.js';
import { GraphError } from '../errors.js';
import { describeShape, type Tensor } from '../tensor.js';

/**
 * The product of two matrices of 8 bits, summed in 32: `(a - aZero)·b`, `[M, K]·[K, N] → [M, N]`, int32.
 *
 * @see ONNX operator MatMulInteger, opset 10
 */
export const matMulInteger = defineOp<[a: Tensor, b: Tensor, aZero: Tensor]>({
  type: 'MatMulInteger',
  defaults: {},
  inferShapes: ([a, b]) => {
    const [m, k] = a.shape;
    const [inner, n] = b.shape;
    if (a.shape.length !== 2 || b.shape.length !== 2 || m === undefined || n === undefined || k !== inner) {
      throw new GraphError(
        `MatMulInteger of ${describeShape(a.shape)} and ${describeShape(b.shape)}: the inner sizes differ.`,
      );
    }
    return [[m, n]];
  },
  inferDTypes: () => ['int32'],
  gradient: 'none',
});
