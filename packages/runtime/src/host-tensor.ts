import { RunError } from './errors.js';
import type { DeviceTensor, DType, TensorData } from './tensor.js';

/** The {@link DeviceTensor} of engines that compute in main memory: data behind the same door, let go of on disposal. */
export class HostTensor implements DeviceTensor {
  readonly dtype: DType;
  readonly shape: readonly number[];
  private tensor: TensorData | undefined;

  constructor(tensor: TensorData) {
    this.dtype = tensor.dtype;
    this.shape = tensor.shape;
    this.tensor = tensor;
  }

  /** The data itself, not a copy: for the engine to read. */
  held(): TensorData {
    if (this.tensor !== undefined) return this.tensor;
    throw new RunError(`A device tensor of shape [${this.shape.join(', ')}] was used after it had been disposed of.`);
  }

  async read(): Promise<TensorData> {
    const tensor = this.held();
    return { ...tensor, data: tensor.data.slice() } as TensorData; // a copy of the dtype's own array
  }

  async dispose(): Promise<void> {
    this.tensor = undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.dispose();
  }
}
