export { type Gradient, gradients } from './differentiate.js';
export { GraphError } from './errors.js';
export { add } from './ops/add.js';
export { cast } from './ops/cast.js';
export { clip } from './ops/clip.js';
export { concat } from './ops/concat.js';
export { div } from './ops/div.js';
export { erf } from './ops/erf.js';
export { exp } from './ops/exp.js';
export { gather } from './ops/gather.js';
export { type GemmOptions, gemm } from './ops/gemm.js';
export { layerNormalization } from './ops/layer-normalization.js';
export { log } from './ops/log.js';
export { matMul } from './ops/mat-mul.js';
export { mul } from './ops/mul.js';
export { range } from './ops/range.js';
export { reduceSum } from './ops/reduce-sum.js';
export { relu } from './ops/relu.js';
export { reshape } from './ops/reshape.js';
export { sizeOf } from './ops/shape.js';
export { sigmoid } from './ops/sigmoid.js';
export { softmax } from './ops/softmax.js';
export { correctPredictions, softmaxCrossEntropy } from './ops/softmax-cross-entropy.js';
export { softplus } from './ops/softplus.js';
export { sub } from './ops/sub.js';
export { tanh } from './ops/tanh.js';
export { transpose } from './ops/transpose.js';
export { type GraphOutputs, inputsOf, serialize } from './serialize.js';
export { simplify } from './simplify.js';
export {
  constant,
  type Dimension,
  type DType,
  input,
  type RowGradient,
  type Shape,
  scalar,
  type Tensor,
} from './tensor.js';
