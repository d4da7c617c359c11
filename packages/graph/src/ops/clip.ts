import { defineOp } from '../define-op.js';
import { scalar, type Tensor } from '../tensor.js';
import { cast } from './cast.js';
import { greater } from './greater.js';
import { mul } from './mul.js';
import { sub } from './sub.js';

/**
 * `x` limited to `[min, max]`, elementwise.
 *
 * Gradient: `dy` inside the limits and on them (as in PyTorch), otherwise 0.
 *
 * @see ONNX operator Clip, opset 13
 */
export const clip = defineOp<[x: Tensor], [y: Tensor], { min: number; max: number }>({
  type: 'Clip',
  defaults: { min: -3.4028234663852886e38, max: 3.4028234663852886e38 }, // all that float32 holds
  inferShapes: ([x]) => [x.shape],
  gradient({ inputs: [x], outputGradients: [dy], attributes: { min, max } }) {
    const below = cast(greater(scalar(min), x), { to: 'float32' });
    const above = cast(greater(x, scalar(max)), { to: 'float32' });
    return [mul(dy, sub(sub(scalar(1), below), above))];
  },
  onnx: ([x], { min, max }) => ({ inputs: [x, scalar(min), scalar(max)], attributes: {} }),
});
