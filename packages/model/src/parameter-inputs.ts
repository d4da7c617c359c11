import { input, type Tensor } from '@bertkit/graph';
import type { ParameterTensors } from './encoder.js';
import type { ParameterSpec } from './parameters.js';

/** Each parameter as an input of a graph, under its own name. */
export function parameterInputs(specs: readonly ParameterSpec[]): ReadonlyMap<string, Tensor> {
  return new Map(specs.map(({ name, shape }) => [name, input(name, 'float32', shape)]));
}

/** Looks parameters up by name. */
export function lookUp(tensors: ReadonlyMap<string, Tensor>): ParameterTensors {
  return (name) => {
    const tensor = tensors.get(name);
    if (tensor === undefined) throw new Error(`internal: the graph asks for ${name}, which the head does not list.`);
    return tensor;
  };
}
