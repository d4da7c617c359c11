import { defineOp } from '../define-op.js';
import { GraphError } from '../errors.js';
import { type Dimension, describeShape, type Node, producedBy, type Tensor } from '../tensor.js';

const transposeOp = defineOp<[x: Tensor], [y: Tensor], { perm: readonly number[] }>({
  type: 'Transpose',
  defaults: { perm: [] },
  inferShapes([x], { perm }) {
    const sorted = [...perm].sort((a, b) => a - b);
    if (sorted.length !== x.shape.length || sorted.some((axis, i) => axis !== i)) {
      throw new GraphError(`The axes (${perm.join(', ')}) are no order of those of ${describeShape(x.shape)}.`);
    }
    return [perm.map((axis) => x.shape[axis] as Dimension)]; // in range: checked above
  },
  gradient: ({ outputGradients: [dy], attributes: { perm } }) => [
    transpose(
      dy,
      perm.map((_, axis) => perm.indexOf(axis)),
    ),
  ],
});

/**
 * `x` with its axes in another order: axis `i` of the result is axis `perm[i]` of `x`.
 *
 * Gradient: `dy` with the inverse order.
 *
 * @see ONNX operator Transpose, opset 13
 */
export function transpose(x: Tensor, perm: readonly number[]): Tensor {
  return transposeOp(x, { perm });
}

/** Each matrix `[…, M, N]` transposed, `[…, N, M]`; one that is the transpose of another gives that one. */
export function swapLastAxes(x: Tensor): Tensor {
  return swappedFrom(x) ?? transpose(x, lastAxesSwapped(x.shape.length));
}

/** What `x` is made of by {@link swapLastAxes}, if it is. */
export function swappedFrom(x: Tensor): Tensor | undefined {
  const node = producedBy(x, 'Transpose');
  return node && swapsLastAxes(node) ? node.inputs[0] : undefined;
}

/** Whether a Transpose is one of {@link swapLastAxes}. */
export function swapsLastAxes({ attributes }: Node): boolean {
  const perm = attributes['perm'] as readonly number[];
  return perm.join() === lastAxesSwapped(perm.length).join();
}

function lastAxesSwapped(rank: number): number[] {
  return [...Array.from({ length: rank - 2 }, (_, axis) => axis), rank - 1, rank - 2];
}
