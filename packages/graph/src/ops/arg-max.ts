import { defineOp } from '../define-op.js';
import { GraphError } from '../errors.js';
import { describeShape, type Tensor } from '../tensor.js';

/**
 * Where the largest stands along the last axis, which goes: int64, `[…, N] → […]`. Of equals it is the first, or the
 * last if `selectLast`. It has no gradient.
 *
 * @see ONNX operator ArgMax, opset 13
 */
export const argMax = defineOp<[x: Tensor], [index: Tensor], { selectLast: boolean }>({
  type: 'ArgMax',
  defaults: { selectLast: false },
  inferShapes([x]) {
    if (x.shape.length === 0 || x.shape.at(-1) === 0) {
      throw new GraphError(`ArgMax of ${describeShape(x.shape)}: there is nothing along the last axis.`);
    }
    return [x.shape.slice(0, -1)];
  },
  inferDTypes: () => ['int64'],
  gradient: 'none',
  onnx: (inputs, { selectLast }) => ({
    inputs,
    attributes: { axis: { int: -1 }, keepdims: { int: 0 }, select_last_index: { int: selectLast ? 1 : 0 } },
  }),
});
