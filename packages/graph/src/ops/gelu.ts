import { defineOp } from '../define-op.js';
import type { Tensor } from '../tensor.js';

/**
 * `x·Φ(x)` in one operator, elementwise.
 *
 * @see Hendrycks & Gimpel 2016, section 2; `Gelu` of ONNX Runtime's contrib operators
 */
export const gelu = defineOp<[x: Tensor]>({
  type: 'Gelu',
  domain: 'com.microsoft',
  defaults: {},
  inferShapes: ([x]) => [x.shape],
  gradient: 'none',
});
