import { defineOp } from '../define-op.js';
import { GraphError } from '../errors.js';
import { type Dimension, describeShape, type Tensor } from '../tensor.js';

const shapeOp = defineOp<[x: Tensor], [size: Tensor], { axis: number }>({
  type: 'Shape',
  defaults: { axis: 0 },
  inferShapes: () => [[1]],
  inferDTypes: () => ['int64'],
  gradient: 'none',
  onnx: (inputs, { axis }) => ({ inputs, attributes: { start: { int: axis }, end: { int: axis + 1 } } }),
});

/**
 * One size of a tensor, for {@link reshape}: a number where it is fixed, else an int64 [1] known when the graph runs.
 *
 * @see ONNX operator Shape, opset 15
 */
export function sizeOf(x: Tensor, axis: number): number | Tensor {
  const dimension = x.shape[axis];
  if (dimension === undefined) throw new GraphError(`${describeShape(x.shape)} has no axis ${axis}.`);
  return typeof dimension === 'number' ? dimension : shapeOp(x, { axis });
}

/** The size that a tensor made by {@link sizeOf} stands for. */
export function dimensionOf(size: Tensor): Dimension {
  const { source } = size;
  const node = source.kind === 'node' && source.node.definition.type === 'Shape' ? source.node : undefined;
  const dimension = node?.inputs[0]?.shape[Number(node.attributes['axis'])];
  if (dimension === undefined) throw new GraphError('A size must be a number or come from sizeOf.');
  return dimension;
}
