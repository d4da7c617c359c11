export type { ByteRange, FileContent, FileEntry, Files } from './files.js';
export type { CompileOptions, RunInputs, RunOutputs, RunResult, Runtime, Session } from './runtime.js';
export type { DeviceTensor, DType, TensorData, TypedArrays } from './tensor.js';
