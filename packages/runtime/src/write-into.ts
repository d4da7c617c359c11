import { RunError } from './errors.js';
import type { TensorData } from './tensor.js';

/**
 * Copies an output into the tensor that the caller gave for it, and gives that back: for an {@link Engine} that cannot
 * have it computed there.
 *
 * @throws {RunError} the output has another shape than `target`
 */
export function writeInto(target: TensorData, output: TensorData, name: string): TensorData {
  if (target.shape.join() !== output.shape.join()) {
    const [found, given] = [output, target].map(({ shape }) => `[${shape.join(', ')}]`);
    throw new RunError(`${name} came out as ${found}, but the tensor to write it into is ${given}.`);
  }
  target.data.set(output.data);
  return target;
}
