import { defineOp } from '../define-op.js';
import type { Tensor } from '../tensor.js';

/**
 * `x` in 8 bits, by the range that its numbers have: `q = round(x / scale) + zero`, uint8, with `scale` float32 [] and
 * `zero` uint8 [].
 *
 * @see ONNX operator DynamicQuantizeLinear, opset 11
 */
export const dynamicQuantizeLinear = defineOp<[x: Tensor], [q: Tensor, scale: Tensor, zero: Tensor]>({
  type: 'DynamicQuantizeLinear',
  defaults: {},
  inferShapes: ([x]) => [x.shape, [], []],
  inferDTypes: () => ['uint8', 'float32', 'uint8'],
  gradient: 'none',
});
