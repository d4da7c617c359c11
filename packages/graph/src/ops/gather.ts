import { defineOp } from '../define-op.js';
import { fixedShape, type Tensor } from '../tensor.js';
import { reshape } from './reshape.js';

/**
 * Rows of a table: `y[i…] = table[indices[i…]]`, `[R, …] → [...indices.shape, …]`.
 *
 * Gradient: rows, to be added at `indices`; those at `paddingIndex` are left out (torch's `padding_idx`).
 *
 * @see ONNX operator Gather, opset 13
 */
export const gather = defineOp<[table: Tensor, indices: Tensor], [y: Tensor], { paddingIndex: number | undefined }>({
  type: 'Gather',
  defaults: { paddingIndex: undefined },
  inferShapes: ([table, indices]) => [[...indices.shape, ...table.shape.slice(1)]],
  gradient({ inputs: [table, indices], outputGradients: [dy], attributes: { paddingIndex } }) {
    const rowShape = fixedShape(table, 'The gradient of Gather').slice(1);
    return [{ kind: 'rows', indices: flat(indices), rows: reshape(dy, [-1, ...rowShape]), paddingIndex }, null];
  },
  onnx: (inputs) => ({ inputs, attributes: { axis: { int: 0 } } }),
});

function flat(indices: Tensor): Tensor {
  return indices.shape.length === 1 ? indices : reshape(indices, [-1]);
}
