import { defineOp } from '../define-op.js';
import { onnxDTypes } from '../dtypes.js';
import type { DType, Tensor } from '../tensor.js';

/**
 * `x` as another type; to bool, any number but 0 is true. It has no gradient: what is cast here are masks and labels.
 *
 * @see ONNX operator Cast, opset 13
 */
export const cast = defineOp<[x: Tensor], [y: Tensor], { to: DType }>({
  type: 'Cast',
  defaults: { to: 'float32' },
  inferShapes: ([x]) => [x.shape],
  inferDTypes: (_, { to }) => [to],
  gradient: 'none',
  onnx: (inputs, { to }) => ({ inputs, attributes: { to: { int: onnxDTypes[to] } } }),
});
