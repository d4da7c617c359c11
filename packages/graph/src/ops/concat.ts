import { defineOp } from '../define-op.js';
import { GraphError } from '../errors.js';
import { describeShape, type Shape, sameShape, type Tensor } from '../tensor.js';

const concatOp = defineOp<readonly Tensor[], [y: Tensor], { axis: number }>({
  type: 'Concat',
  defaults: { axis: 0 },
  inferShapes(parts, { axis }) {
    const [first] = parts;
    const others = (shape: Shape) => shape.filter((_, i) => i !== axis);
    const sizes = parts.map(({ shape }) => shape[axis]);
    if (
      first === undefined ||
      !sizes.every((size) => typeof size === 'number') ||
      parts.some(({ shape }) => !sameShape(others(shape), others(first.shape)))
    ) {
      throw new GraphError(
        `${parts.map((part) => describeShape(part.shape)).join(' and ')} cannot be joined along axis ${axis}.`,
      );
    }
    const total = sizes.reduce((sum, size) => sum + size, 0);
    return [first.shape.map((size, i) => (i === axis ? total : size))];
  },
  gradient: 'none',
});

/**
 * Tensors joined along an axis, whose size is fixed in each. It has no gradient yet: sizes, positions and embeddings are joined.
 *
 * @see ONNX operator Concat, opset 13
 */
export function concat(parts: readonly Tensor[], { axis = 0 }: { axis?: number } = {}): Tensor {
  return concatOp(...parts, { axis });
}
