import { reshape, sizeOf, type Tensor } from '@bertkit/graph';

/** Rows of a batch's tokens, [N, C], sequence by sequence: [B, S, C], as the mask [B, S] has it. */
export function sequences(rows: Tensor, attentionMask: Tensor): Tensor {
  return reshape(rows, [sizeOf(attentionMask, 0), sizeOf(attentionMask, 1), Number(rows.shape[1])]);
}
