import { clip, div, mul, reduceSum, sqrt, type Tensor } from '@bertkit/graph';

/** Rows [B, E] scaled to length 1: `x / max(‖x‖₂, 1e-12)`, so that a row of zeros stays one. */
export function unitRows(x: Tensor): Tensor {
  const norm = sqrt(reduceSum(mul(x, x), { axes: [1], keepDims: true })); // [B, 1]
  return div(x, clip(norm, { min: 1e-12 })); // torch.nn.functional.normalize
}
