import { type BertConfig, encoderParameters, parameterCount } from '@bertkit/model';
import type { KernelSet } from '@bertkit/runtime';

/** What Node, ONNX Runtime, our code and the work of loading may have, whatever the model. */
const constantBytes = 150e6;

/** How a model's weights lie in its directory. */
export type Form = 'F32 safetensors' | 'F16 safetensors' | 'F32 in shards' | 'F32 pytorch_model.bin';

/** The size of the weights as they are computed with: float32, or 8 bits and a scale for each row of a matrix. */
export function weightBytes(config: BertConfig, kernels: KernelSet): number {
  const parameters = encoderParameters(config, { pooler: true });
  if (kernels !== 'int8') return 4 * parameterCount(parameters);
  return parameters.reduce((sum, { shape }) => {
    const [rowCount = 0, width] = shape;
    return sum + (width === undefined ? 4 * rowCount : rowCount * width + 4 * rowCount);
  }, 0);
}

/** How much memory there may be while the model is loaded, and from then on. */
export function limitsOf(form: Form, weights: number): { peakBytes: number; loadedBytes: number } {
  // F32 can be read where it lies; the other forms must be made into something else first.
  const [peak, loaded] = form === 'F32 safetensors' ? [1.5, 1.3] : [2.5, 2.5];
  return { peakBytes: peak * weights + constantBytes, loadedBytes: loaded * weights + constantBytes };
}
