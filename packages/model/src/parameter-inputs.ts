import { cast, input, type Tensor } from '@bertkit/graph';
import type { ParameterTensors } from './encoder.js';
import type { FoundParameters } from './load-parameters.js';
import type { ParameterSpec } from './parameters.js';
import { placedDType } from './place-weights.js';

/** Each parameter as an input of a graph, under its own name. */
export function parameterInputs(specs: readonly ParameterSpec[]): ReadonlyMap<string, Tensor> {
  return new Map(specs.map(({ name, shape }) => [name, input(name, 'float32', shape)]));
}

/** Each parameter as an input in the dtype that it is stored in, widened to float32 by the graph. */
export function storedInputs(
  specs: readonly ParameterSpec[],
  tensors: FoundParameters['tensors'],
): ReadonlyMap<string, Tensor> {
  return new Map(
    specs.map(({ name, shape }) => {
      const dtype = placedDType(tensors.get(name));
      const stored = input(name, dtype, shape);
      return [name, dtype === 'float32' ? stored : cast(stored)];
    }),
  );
}

/** Looks parameters up by name. */
export function lookUp(tensors: ReadonlyMap<string, Tensor>): ParameterTensors {
  return (name) => {
    const tensor = tensors.get(name);
    if (tensor === undefined) throw new Error(`internal: the graph asks for ${name}, which the head does not list.`);
    return tensor;
  };
}
