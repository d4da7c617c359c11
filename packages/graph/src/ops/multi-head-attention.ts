import { defineOp } from '../define-op.js';
import { GraphError } from '../errors.js';
import { describeShape, type Tensor } from '../tensor.js';

type MultiHeadAttentionInputs = [query: Tensor, key: Tensor, value: Tensor, bias: Tensor | undefined, keyMask: Tensor];

/**
 * Attention over heads in one operator: `softmax(q·kᵀ/√D + m)·v` of each head, where `m` is float32's lowest finite
 * number for keys that are masked, and 0 for the others. Queries `[B, Q, H]`, keys and values `[B, S, H]`, mask int32
 * `[B, S]` with 0 for masked keys → `[B, Q, H]`. A bias `[3H]`, if there is one, is added to queries, keys and values.
 *
 * @see `MultiHeadAttention` of ONNX Runtime's contrib operators
 */
export const multiHeadAttention = defineOp<MultiHeadAttentionInputs, [y: Tensor], { headCount: number }>({
  type: 'MultiHeadAttention',
  domain: 'com.microsoft',
  defaults: { headCount: 1 },
  inferShapes: ([query, key, value, , keyMask]) => {
    if ([query, key, value].some(({ shape }) => shape.length !== 3) || keyMask.shape.length !== 2) {
      const shapes = [query, key, value, keyMask].map(({ shape }) => describeShape(shape)).join(', ');
      throw new GraphError(
        `MultiHeadAttention of ${shapes}: it takes queries, keys and values [B, S, H] and a mask [B, S].`,
      );
    }
    return [query.shape];
  },
  gradient: 'none',
  onnx: (inputs, { headCount }) => ({
    inputs,
    attributes: { num_heads: { int: headCount }, mask_filter_value: { float: -3.4028234663852886e38 } },
  }),
});
