import type { TensorInfo } from './engine.js';
import type { TensorData } from './tensor.js';

const arrays = { float32: Float32Array, int32: Int32Array, uint8: Uint8Array } as const;

/** Sizes of named dimensions, and which tensor set them. */
export type Dimensions = Map<string, { size: number; by: string }>;

/**
 * Compares a tensor with what the graph says about it, and notes the sizes of named dimensions.
 *
 * @returns  what is wrong, as a sentence, or `undefined`
 */
export function tensorFault(info: TensorInfo, tensor: TensorData, dimensions: Dimensions): string | undefined {
  const { name } = info;
  if (tensor.dtype !== info.dtype) return `${name} is ${tensor.dtype}, but the graph asks for ${info.dtype}.`;
  return shapeFault(info, tensor.shape, dimensions) ?? dataFault(name, tensor);
}

function shapeFault(info: TensorInfo, shape: readonly number[], dimensions: Dimensions): string | undefined {
  const { name } = info;
  const found = `${name} is [${shape.join(', ')}]`;
  if (!shape.every((size) => Number.isSafeInteger(size) && size >= 0)) {
    return `${found}, but sizes are whole numbers from 0.`;
  }
  const asked = `the graph asks for [${info.shape.map((dimension) => dimension ?? '?').join(', ')}]`;
  if (shape.length !== info.shape.length) return `${found}, but ${asked}.`;
  for (const [axis, dimension] of info.shape.entries()) {
    const size = shape[axis];
    if (dimension === undefined || size === undefined) continue;
    if (typeof dimension === 'number') {
      if (size !== dimension) return `${found}, but ${asked}.`;
      continue;
    }
    const known = dimensions.get(dimension);
    if (known === undefined) dimensions.set(dimension, { size, by: name });
    else if (known.size !== size) return `${found}, but ${asked}, and ${dimension} is ${known.size} in ${known.by}.`;
  }
  return undefined;
}

function dataFault(name: string, { dtype, shape, data }: TensorData): string | undefined {
  const array = arrays[dtype];
  if (!(data instanceof array)) {
    const found = (data as object | undefined)?.constructor?.name ?? typeof data;
    return `The data of ${name} is of type ${found}, but ${dtype} needs ${array.name}.`;
  }
  const count = shape.reduce((product, size) => product * size, 1);
  if (data.length !== count) {
    return `The data of ${name} has ${data.length} elements, but its shape [${shape.join(', ')}] has ${count}.`;
  }
  return undefined;
}
