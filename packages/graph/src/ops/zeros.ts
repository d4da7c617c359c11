import { defineOp } from '../define-op.js';
import { constant, type Tensor } from '../tensor.js';

const zerosOp = defineOp<[], [y: Tensor], { shape: readonly number[] }>({
  type: 'ConstantOfShape',
  defaults: { shape: [] },
  inferShapes: (_, { shape }) => [shape],
  inferDTypes: () => ['float32'],
  gradient: 'none',
  onnx: (_, { shape }) => ({ inputs: [constant(shape, [shape.length], 'int64')], attributes: {} }),
});

/**
 * Zeros, float32, not kept in the file.
 *
 * @see ONNX operator ConstantOfShape, opset 9
 */
export function zeros(shape: readonly number[]): Tensor {
  return zerosOp({ shape });
}
