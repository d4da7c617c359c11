import { defineOp } from '../define-op.js';
import { constant, scalar, type Tensor } from '../tensor.js';
import { reshape } from './reshape.js';
import { dimensionOf } from './shape.js';

const rangeOp = defineOp<[limit: Tensor, size: Tensor]>({
  type: 'Range',
  defaults: {},
  inferShapes: ([, size]) => [[dimensionOf(size)]],
  gradient: 'none',
  onnx: ([limit]) => ({ inputs: [scalar(0, 'int64'), limit, scalar(1, 'int64')], attributes: {} }),
});

/**
 * The whole numbers from 0 up to, not with, `size`: int32 where the size is a number, int64 where it is known only
 * when the graph runs.
 *
 * @see ONNX operator Range, opset 11
 */
export function range(size: number | Tensor): Tensor {
  if (typeof size === 'number')
    return constant(
      Array.from({ length: size }, (_, i) => i),
      [size],
      'int32',
    );
  return rangeOp(reshape(size, []), size);
}
