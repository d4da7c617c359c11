import { defineOp } from '../define-op.js';
import { constant, type Tensor } from '../tensor.js';
import { reducedShape } from './reduce-sum.js';

/**
 * The largest over some axes, which stay with size 1 if `keepDims`. It has no gradient.
 *
 * @see ONNX operator ReduceMax, opset 18
 */
export const reduceMax = defineOp<[x: Tensor], [y: Tensor], { axes: readonly number[]; keepDims: boolean }>({
  type: 'ReduceMax',
  defaults: { axes: [], keepDims: false },
  inferShapes: ([x], { axes, keepDims }) => [reducedShape(x.shape, axes, keepDims)],
  gradient: 'none',
  onnx: ([x], { axes, keepDims }) => ({
    inputs: [x, constant(axes, [axes.length], 'int64')],
    attributes: { keepdims: { int: keepDims ? 1 : 0 } },
  }),
});
