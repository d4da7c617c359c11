export { activation } from './activations.js';
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
  SafetensorsError,
  type SafetensorsFault,
  type TensorProblem,
} from './errors.js';
export { bfloat16ToFloat32, float16ToFloat32, float32ToFloat16 } from './float16.js';
export { initializeParameters } from './initialize.js';
export type { Affine, Kernels, Size } from './kernels.js';
export { loadConfig } from './load-config.js';
export { type LoadedParameters, loadParameters } from './load-parameters.js';
export { lookUp, parameterInputs } from './parameter-inputs.js';
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
export { createConfig, type PublishedSize, publishedSizes } from './published-sizes.js';
export { readSafetensorsHeader, readTensor, type SavedDType, safetensorsChunks } from './safetensors.js';
export type { SafetensorsEntry, SafetensorsHeader } from './safetensors-header.js';
export { type SaveModelOptions, saveModel } from './save-model.js';
