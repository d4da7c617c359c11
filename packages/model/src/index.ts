export { activation } from './activations.js';
export { type Checkpoint, readTensor, type StoredTensor } from './checkpoint.js';
export { type BertArchitecture, type BertConfig, type HiddenAct, hiddenActs, type ProblemType } from './config.js';
export { parseConfig, serializeConfig } from './config-json.js';
export { type DropoutMask, differentiableKernels } from './differentiable.js';
export {
  affine,
  type EncoderContext,
  type EncoderInputs,
  encoder,
  firstTokens,
  type ParameterTensors,
  pooler,
  type ReadTokens,
} from './encoder.js';
export {
  CheckpointFilesError,
  CheckpointTensorsError,
  ConfigError,
  PyTorchFileError,
  type PyTorchFileFault,
  SafetensorsError,
  type SafetensorsFault,
  ShardsError,
  type TensorProblem,
} from './errors.js';
export { bfloat16ToFloat32, float16ToFloat32, float32ToFloat16 } from './float16.js';
export { fusedKernels } from './fused.js';
export { initializeParameters } from './initialize.js';
export { int8Kernels } from './int8.js';
export type { Affine, Kernels, Size } from './kernels.js';
export { loadConfig } from './load-config.js';
export {
  type FoundParameters,
  findParameters,
  type LoadedParameters,
  type LoadParametersOptions,
  loadParameters,
} from './load-parameters.js';
export { openCheckpoint } from './open-checkpoint.js';
export { lookUp, parameterInputs, storedInputs } from './parameter-inputs.js';
export {
  type Dimension,
  encoderParameters,
  type FloatTensor,
  groupParameters,
  layerNormParameters,
  linearParameters,
  type ParameterSpec,
  type Parameters,
  parameterCount,
  parameterSpec,
  wordEmbeddings,
} from './parameters.js';
export { inlineWeights, type PlacedWeights, placeWeights } from './place-weights.js';
export { createConfig, type PublishedSize, publishedSizes } from './published-sizes.js';
export { readSafetensorsHeader, type SavedDType, safetensorsChunks } from './safetensors.js';
export type { SafetensorsHeader } from './safetensors-header.js';
export { type SaveModelOptions, saveModel } from './save-model.js';
