import { inputsOf, serializeChunks } from '@bertkit/graph';
import {
  type BertConfig,
  type EncoderInputs,
  findParameters,
  loadConfig,
  lookUp,
  placeWeights,
  storedInputs,
} from '@bertkit/model';
import { type Files, joinPieces, type KernelSet, type Runtime, type Session } from '@bertkit/runtime';
import { KernelSetError } from './errors.js';
import type { Head } from './head.js';
import { encoderInputs } from './inputs.js';
import { kernelSets, modelGraph } from './model-graph.js';

export interface LoadModelOptions {
  /**
   * What the model is computed with. `int8` has quantised weights: smaller, faster, a little off. Default: `fused`, where
   * the runtime runs it, else `differentiable`; both compute in float32.
   */
  kernels?: KernelSet | undefined;
  /** Start the pooler and heads that the files lack from this seed. Default: what is missing is an error. */
  seed?: number | undefined;
  /** Outputs `hidden_states.0`, …, f32 [B, S, H]. Default: false. */
  hiddenStates?: boolean | undefined;
  /** Outputs `attentions.0`, …, f32 [B, A, S, S]; attention then takes a slower way. Default: false. */
  attentions?: boolean | undefined;
  /** What is fed. Default: `encoderInputs()`, token ids of any batch. */
  inputs?: EncoderInputs | undefined;
}

/** A model of a task, ready to run. Dispose of it when done. */
export interface Model extends AsyncDisposable {
  readonly config: BertConfig;
  /** What it is computed with. */
  readonly kernels: KernelSet;
  /** Tensors of the files that nothing asked for. */
  readonly unexpected: readonly string[];
  /** Parameters that were started from `seed`. */
  readonly initialized: readonly string[];
  readonly session: Session;
  /** Waits for runs under way; safe to call twice. */
  dispose(): Promise<void>;
}

/**
 * Loads a task's model from a Hugging Face directory, in every form that weights come in.
 *
 * Weights that the files hold in the form the graph takes are not copied: a runtime that maps files (Node's does) holds
 * them once.
 *
 * @example
 * await using model = await loadModel(runtime, runtime.open('my-bert'), maskedLmHead);
 * const { logits } = await model.session.run(feeds);
 *
 * @throws {KernelSetError} the runtime does not run the kernels asked for
 * @throws {ConfigError | CheckpointFilesError | CheckpointTensorsError} and the errors of each file's form
 */
export async function loadModel(
  runtime: Runtime,
  files: Files,
  head: Head,
  {
    kernels = defaultKernels(runtime),
    seed,
    hiddenStates,
    attentions,
    inputs = encoderInputs(),
  }: LoadModelOptions = {},
): Promise<Model> {
  if (!runtime.kernelSets.includes(kernels)) throw new KernelSetError({ asked: kernels, runtime });
  const stored = await loadConfig(files);
  const found = await findParameters(files, stored, head.parameters(stored), { seed });
  const { config, tensors, unexpected, initialized } = found;
  const parameters = lookUp(storedInputs(head.parameters(config), tensors));
  const outputs = modelGraph(head, {
    config,
    parameters,
    makeKernels: kernelSets[kernels],
    inputs,
    hiddenStates,
    attentions,
  });
  const { initializers, externalData } = placeWeights(files, found, inputsOf(Object.values(outputs)));
  const session = await runtime.compile(await joinPieces(serializeChunks(outputs, { initializers })), { externalData });
  return {
    config,
    kernels,
    unexpected,
    initialized,
    session,
    dispose: () => session.dispose(),
    [Symbol.asyncDispose]: () => session.dispose(),
  };
}

function defaultKernels({ kernelSets: known }: Runtime): KernelSet {
  return known.includes('fused') ? 'fused' : 'differentiable';
}
