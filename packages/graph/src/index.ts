export { type Gradient, gradients } from './differentiate.js';
export { itemSizes } from './dtypes.js';
export { GraphError } from './errors.js';
export { add } from './ops/add.js';
export { argMax } from './ops/arg-max.js';
export { cast } from './ops/cast.js';
export { clip } from './ops/clip.js';
export { concat } from './ops/concat.js';
export { div } from './ops/div.js';
export { dynamicQuantizeLinear } from './ops/dynamic-quantize-linear.js';
export { erf } from './ops/erf.js';
export { exp } from './ops/exp.js';
export { gather } from './ops/gather.js';
export { gelu } from './ops/gelu.js';
export { type GemmOptions, gemm } from './ops/gemm.js';
export { layerNormalization } from './ops/layer-normalization.js';
export { log } from './ops/log.js';
export { matMul } from './ops/mat-mul.js';
export { matMulInteger } from './ops/mat-mul-integer.js';
export { maximum } from './ops/maximum.js';
export { mul } from './ops/mul.js';
export { multiHeadAttention } from './ops/multi-head-attention.js';
export { range } from './ops/range.js';
export { reduceMax } from './ops/reduce-max.js';
export { reduceSum } from './ops/reduce-sum.js';
export { relu } from './ops/relu.js';
export { reshape } from './ops/reshape.js';
export { sizeOf } from './ops/shape.js';
export { sigmoid } from './ops/sigmoid.js';
export { softmax } from './ops/softmax.js';
export { correctPredictions, softmaxCrossEntropy } from './ops/softmax-cross-entropy.js';
export { softplus } from './ops/softplus.js';
export { sqrt } from './ops/sqrt.js';
export { sub } from './ops/sub.js';
export { tanh } from './ops/tanh.js';
export { swapLastAxes, transpose } from './ops/transpose.js';
export {
  type ExternalData,
  type GraphOutputs,
  type InlineData,
  inputsOf,
  type ModelChunks,
  serialize,
  serializeChunks,
} from './serialize.js';
export { simplify } from './simplify.js';
export {
  constant,
  type Dimension,
  type DType,
  input,
  producedBy,
  type RowGradient,
  type Shape,
  scalar,
  type Tensor,
} from './tensor.js';
