import { broadcastShape } from '../broadcast-shape.js';
import { defineOp } from '../define-op.js';
import { GraphError } from '../errors.js';
import { describeShape, sameShape, scalar, type Tensor } from '../tensor.js';
import { mul } from './mul.js';

type GemmAttributes = { transA: boolean; transB: boolean; alpha: number; beta: number };

const gemmOp = defineOp<[a: Tensor, b: Tensor, c: Tensor | undefined], [y: Tensor], GemmAttributes>({
  type: 'Gemm',
  defaults: { transA: false, transB: false, alpha: 1, beta: 1 },
  inferShapes([a, b, c], { transA, transB }) {
    const [m, k] = transA ? [a.shape[1], a.shape[0]] : a.shape;
    const [inner, n] = transB ? [b.shape[1], b.shape[0]] : b.shape;
    if (a.shape.length !== 2 || b.shape.length !== 2 || m === undefined || n === undefined || k !== inner) {
      throw new GraphError(
        `Gemm of ${describeShape(a.shape)}${transA ? 'ᵀ' : ''} and ${describeShape(b.shape)}${transB ? 'ᵀ' : ''}: the inner sizes differ.`,
      );
    }
    const shape = [m, n];
    if (c !== undefined && !sameShape(broadcastShape(shape, c.shape), shape)) {
      throw new GraphError(`Gemm adds ${describeShape(c.shape)} to ${describeShape(shape)}, which does not broadcast.`);
    }
    return [shape];
  },
  gradient({ inputs: [a, b, c], outputGradients: [dy], attributes: { transA, transB, alpha, beta } }) {
    const da = transA ? gemm(b, dy, { transA: transB, transB: true, alpha }) : gemm(dy, b, { transB: !transB, alpha });
    const db = transB ? gemm(dy, a, { transA: true, transB: transA, alpha }) : gemm(a, dy, { transA: !transA, alpha });
    return [da, db, c === undefined ? null : beta === 1 ? dy : mul(dy, scalar(beta))];
  },
  onnx: (inputs, { transA, transB, alpha, beta }) => ({
    inputs,
    attributes: {
      transA: { int: transA ? 1 : 0 },
      transB: { int: transB ? 1 : 0 },
      alpha: { float: alpha },
      beta: { float: beta },
    },
  }),
});

export interface GemmOptions extends Partial<GemmAttributes> {
  /** Added to the product, times `beta`; broadcast to its shape. */
  c?: Tensor | undefined;
}

/**
 * `alpha · a · b + beta · c` of matrices, each of `a` and `b` transposed where asked for: `[M, K] · [K, N] → [M, N]`.
 *
 * Gradient: two products of the same kind for `a` and `b`, and `beta · dy` for `c`.
 *
 * @see ONNX operator Gemm, opset 13
 */
export function gemm(a: Tensor, b: Tensor, { c, ...attributes }: GemmOptions = {}): Tensor {
  return gemmOp(a, b, c, attributes);
}
