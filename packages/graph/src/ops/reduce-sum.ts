import { defineOp } from '../define-op.js';
import { GraphError } from '../errors.js';
import { constant, describeShape, fixedShape, type Shape, type Tensor } from '../tensor.js';
import { expand } from './expand.js';
import { reshape } from './reshape.js';

/**
 * The shape after a reduction over some axes, counted from 0.
 *
 * @throws {GraphError} when an axis does not exist or comes twice, or none is named: ONNX would reduce over all
 */
export function reducedShape(shape: Shape, axes: readonly number[], keepDims: boolean): Shape {
  const isAxis = (axis: number, i: number) => axis in shape && axes.indexOf(axis) === i;
  if (!axes.every(isAxis) || (axes.length === 0 && shape.length > 0)) {
    throw new GraphError(
      `${describeShape(shape)} cannot be reduced over axes [${axes.join(', ')}]: name one or more of its axes, each once, from 0.`,
    );
  }
  return shape.flatMap((dimension, axis) => (axes.includes(axis) ? (keepDims ? [1] : []) : [dimension]));
}

/**
 * The sum over some axes, which stay with size 1 if `keepDims`.
 *
 * Gradient: `dy`, repeated along them.
 *
 * @see ONNX operator ReduceSum, opset 13
 */
export const reduceSum = defineOp<[x: Tensor], [y: Tensor], { axes: readonly number[]; keepDims: boolean }>({
  type: 'ReduceSum',
  defaults: { axes: [], keepDims: false },
  inferShapes: ([x], { axes, keepDims }) => [reducedShape(x.shape, axes, keepDims)],
  gradient({ inputs: [x], outputGradients: [dy], attributes: { axes } }) {
    const shape = fixedShape(x, 'The gradient of ReduceSum');
    const kept = reshape(dy, fixedShape({ ...x, shape: reducedShape(shape, axes, true) }, 'The gradient of ReduceSum'));
    return [expand(kept, shape)];
  },
  onnx: ([x], { axes, keepDims }) => ({
    inputs: [x, constant(axes, [axes.length], 'int64')],
    attributes: { keepdims: { int: keepDims ? 1 : 0 } },
  }),
});
