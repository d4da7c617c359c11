import { serialize, simplify, type Tensor } from '@bertkit/graph';
import {
  type BertConfig,
  differentiableKernels,
  type EncoderContext,
  lookUp,
  type Parameters,
  type ParameterSpec,
  parameterInputs,
} from '@bertkit/model';
import type { Runtime, TensorData } from '@bertkit/runtime';

/** A model as it was loaded. */
export interface LoadedModel {
  readonly config: BertConfig;
  readonly parameters: Parameters;
  readonly specs: readonly ParameterSpec[];
}

/** Builds a graph over a model's parameters, runs it once, and gives its outputs. */
export async function runModel(
  runtime: Runtime,
  { config, parameters, specs }: LoadedModel,
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
