import { defineOp } from '../define-op.js';
import { GraphError } from '../errors.js';
import { describeShape, sameShape, type Tensor } from '../tensor.js';

/**
 * Adds to the elements named along an axis of a matrix: axis 1, `y = x`, then `y[i, indices[i, j]] += updates[i, j]`. With
 * the reduction `'none'` the update takes the element's place, and no element may be named twice.
 *
 * It has no gradient: it is what gradients are made of.
 *
 * ScatterND would take whole rows, but ONNX Runtime runs it on several threads and loses sums where an index comes
 * twice; this operator it runs on one.
 *
 * @see ONNX operator ScatterElements, opset 18
 */
export const scatterElements = defineOp<
  [x: Tensor, indices: Tensor, updates: Tensor],
  [y: Tensor],
  { axis: number; reduction: 'add' | 'none' }
>({
  type: 'ScatterElements',
  defaults: { axis: 1, reduction: 'add' },
  inferShapes([x, indices, updates], { axis }) {
    const across = 1 - axis;
    if (
      (axis !== 0 && axis !== 1) ||
      x.shape.length !== 2 ||
      indices.shape.length !== 2 ||
      indices.shape[across] !== x.shape[across] ||
      !sameShape(indices.shape, updates.shape)
    ) {
      throw new GraphError(
        `ScatterElements into ${describeShape(x.shape)} along axis ${axis}: indices are ${describeShape(indices.shape)}, updates ${describeShape(updates.shape)}.`,
      );
    }
    return [x.shape];
  },
  gradient: 'none',
  onnx: (inputs, { axis, reduction }) => ({
    inputs,
    attributes: { axis: { int: axis }, reduction: { string: reduction } },
  }),
});
