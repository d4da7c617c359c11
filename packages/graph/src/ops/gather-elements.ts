import { defineOp } from '../define-op.js';
import { GraphError } from '../errors.js';
import { describeShape, fixedShape, type Tensor } from '../tensor.js';
import { scatterElements } from './scatter-elements.js';
import { zeros } from './zeros.js';

/**
 * Along the last axis of a matrix, the elements named: `y[i, j] = x[i, indices[i, j]]`, `[M, N], [M, J] → [M, J]`.
 *
 * Gradient: `dy` added to zeros at `indices`.
 *
 * @see ONNX operator GatherElements, opset 13
 */
export const gatherElements = defineOp<[x: Tensor, indices: Tensor]>({
  type: 'GatherElements',
  defaults: {},
  inferShapes([x, indices]) {
    if (x.shape.length !== 2 || indices.shape.length !== 2 || x.shape[0] !== indices.shape[0]) {
      throw new GraphError(
        `GatherElements of ${describeShape(x.shape)} by ${describeShape(indices.shape)}: the rows differ.`,
      );
    }
    return [indices.shape];
  },
  gradient({ inputs: [x, indices], outputGradients: [dy] }) {
    const shape = fixedShape(x, 'The gradient of GatherElements');
    return [scatterElements(zeros(shape), indices, dy, { axis: 1 }), null];
  },
  onnx: (inputs) => ({ inputs, attributes: { axis: { int: 1 } } }),
});
