import { serialize, simplify, type Tensor } from '@bertkit/graph';
import type { TrainableHead } from '@bertkit/heads';
import {
  differentiableKernels,
  type EncoderContext,
  type LoadedParameters,
  loadConfig,
  loadParameters,
  lookUp,
  type ParameterSpec,
  parameterInputs,
} from '@bertkit/model';
import type { Files, Runtime, TensorData } from '@bertkit/runtime';

export interface LoadedModel extends LoadedParameters {
  readonly specs: readonly ParameterSpec[];
}

/** Loads the model of a directory, the way that bertkit does it everywhere. */
export async function loadModel(files: Files, head: TrainableHead): Promise<LoadedModel> {
  const config = await loadConfig(files);
  const loaded = await loadParameters(files, config, head.parameters(config));
  return { ...loaded, specs: head.parameters(loaded.config) };
}

/** Builds a graph over a model's parameters, runs it once, and gives its outputs. */
export async function runModel(
  runtime: Runtime,
  { config, parameters, specs }: Pick<LoadedModel, 'config' | 'parameters' | 'specs'>,
  build: (context: EncoderContext) => Readonly<Record<string, Tensor>>,
  feeds: Readonly<Record<string, TensorData>>,
): Promise<Readonly<Record<string, TensorData>>> {
  const asked = new Set<string>();
  const find = lookUp(parameterInputs(specs));
  const outputs = build({
    config,
    kernels: differentiableKernels(),
    parameters: (name) => {
      asked.add(name);
      return find(name);
    },
  });
  // A weight that the graph has no input for is refused, and an untied decoder leaves one out.
  const weights = Object.fromEntries([...parameters].filter(([name]) => asked.has(name)));
  const session = await runtime.compile(serialize(simplify(outputs)), { weights });
  try {
    return await session.run(feeds);
  } finally {
    await session.dispose();
  }
}
