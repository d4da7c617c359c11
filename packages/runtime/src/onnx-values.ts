import type { TensorInfo } from './engine.js';
import { CompileError } from './errors.js';
import type { DType } from './tensor.js';

/** How `onnxruntime-common` describes an input or output of a session; written out here, since we depend on nothing. */
export type OnnxValue =
  | { readonly name: string; readonly isTensor: false }
  | {
      readonly name: string;
      readonly isTensor: true;
      readonly type: string;
      readonly shape: readonly (number | string)[];
    };

const dtypes: readonly string[] = ['float32', 'int32', 'uint8'] satisfies DType[];

/**
 * What ONNX Runtime says about a session's inputs or outputs, as an {@link Engine} gives it.
 *
 * @throws {CompileError} one of them is no tensor, or of a type that bertkit does not pass (int64, bool, float16, …)
 */
export function onnxTensorInfos(role: 'input' | 'output', values: readonly OnnxValue[]): TensorInfo[] {
  return values.map((value) => {
    const type = value.isTensor ? value.type : 'not a tensor';
    if (value.isTensor && isDType(type)) {
      return { name: value.name, dtype: type, shape: value.shape.map((size) => (size === '' ? undefined : size)) };
    }
    throw new CompileError(
      `The graph's ${role} ${value.name} is ${type}, but bertkit passes ${dtypes.join(', ')}: cast it inside the graph.`,
    );
  });
}

const isDType = (type: string): type is DType => dtypes.includes(type);
