import { defineOp } from '../define-op.js';
import { scalar, type Tensor } from '../tensor.js';

/**
 * `scale * x` of whole numbers, as float32: how a dropout mask of bytes becomes factors in one pass. No gradient.
 *
 * @see ONNX operator DequantizeLinear, opset 13
 */
export const dequantizeLinear = defineOp<[x: Tensor], [y: Tensor], { scale: number }>({
  type: 'DequantizeLinear',
  defaults: { scale: 1 },
  inferShapes: ([x]) => [x.shape],
  inferDTypes: () => ['float32'],
  gradient: 'none',
  onnx: ([x], { scale }) => ({ inputs: [x, scalar(scale)], attributes: {} }),
});
