import { defineOp } from '../define-op.js';
import { GraphError } from '../errors.js';
import type { Tensor } from '../tensor.js';
import { mul } from './mul.js';
import { reduceSum } from './reduce-sum.js';
import { sub } from './sub.js';

/**
 * Softmax over the last axis: `y = exp(x - max(x)) / sum(exp(x - max(x)))`.
 *
 * Gradient: `dx = y * (dy - sum(dy * y))`, written as `t - y * sum(t)` with `t = dy * y`. It needs `y` alone.
 *
 * @see ONNX operator Softmax, opset 13
 */
export const softmax = defineOp<[x: Tensor]>({
  type: 'Softmax',
  defaults: {},
  inferShapes([x]) {
    if (x.shape.length === 0) throw new GraphError('Softmax of a single number: it needs an axis.');
    return [x.shape];
  },
  gradient({ outputs: [y], outputGradients: [dy] }) {
    const t = mul(dy, y);
    return [sub(t, mul(y, reduceSum(t, { axes: [y.shape.length - 1], keepDims: true })))];
  },
  onnx: (inputs) => ({ inputs, attributes: { axis: { int: -1 } } }),
});
