import { type Dimensions, tensorFault } from './check-tensor.js';
import type { Engine, TensorInfo } from './engine.js';
import { CompileError, RunError } from './errors.js';
import { HostTensor } from './host-tensor.js';
import { createQueue, type Queue } from './queue.js';
import { reasonOf } from './reason.js';
import type { RunInputs, RunOutputs, RunResult, Session } from './runtime.js';
import type { DeviceTensor, TensorData } from './tensor.js';

export interface SessionOptions {
  /** Tensors to bind as weights. Default: none. */
  weights?: Readonly<Record<string, TensorData>> | undefined;
  /** Default: a queue of this session's own. Engines that cannot run beside each other share one. */
  queue?: Queue;
}

/**
 * Makes a {@link Session} of an engine that computes in main memory: what every such runtime does alike, which is to
 * check tensors against the graph, to run one call at a time, and to give everything back at the end.
 *
 * @throws {CompileError} a weight does not fit the graph or cannot be bound; the engine has then been released
 */
export async function createSession(
  engine: Engine,
  { weights = {}, queue = createQueue() }: SessionOptions = {},
): Promise<Session> {
  try {
    const dimensions = checkWeights(weights, engine.inputs);
    engine.bindWeights(weights);
    return new EngineSession(engine, Object.keys(weights), dimensions, queue);
  } catch (cause) {
    await engine.release();
    if (cause instanceof CompileError) throw cause;
    throw new CompileError(`The weights could not be bound: ${reasonOf(cause)}.`, { cause });
  }
}

/** Gives the sizes of dimensions that the weights settle for all runs. */
function checkWeights(weights: Readonly<Record<string, TensorData>>, inputs: readonly TensorInfo[]): Dimensions {
  const infos = new Map(inputs.map((info) => [info.name, info]));
  const dimensions: Dimensions = new Map();
  for (const [name, weight] of Object.entries(weights)) {
    const info = infos.get(name);
    const fault = info ? tensorFault(info, weight, dimensions) : `The graph has no input ${name} to bind a weight to.`;
    if (fault !== undefined) throw new CompileError(fault);
  }
  return dimensions;
}

class EngineSession implements Session {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  private readonly engine: Engine;
  private readonly weightNames: ReadonlySet<string>;
  private readonly weightDimensions: Dimensions;
  private readonly queue: Queue;
  private disposal: Promise<void> | undefined;

  constructor(engine: Engine, weightNames: readonly string[], weightDimensions: Dimensions, queue: Queue) {
    this.engine = engine;
    this.weightNames = new Set(weightNames);
    this.weightDimensions = weightDimensions;
    this.queue = queue;
    this.inputNames = engine.inputs.map(({ name }) => name).filter((name) => !this.weightNames.has(name));
    this.outputNames = engine.outputs.map(({ name }) => name);
  }

  async run<Request extends RunOutputs = RunOutputs>(
    inputs: RunInputs,
    outputs?: Request,
  ): Promise<RunResult<Request>> {
    if (this.disposal !== undefined) throw new RunError('The session has been disposed of: it cannot run any more.');
    const result = await this.queue(() => this.runNow(inputs, outputs ?? {}));
    return result as RunResult<Request>; // runNow goes by `outputs`, name by name
  }

  dispose(): Promise<void> {
    this.disposal ??= this.queue(() => this.engine.release());
    return this.disposal;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose();
  }

  private async runNow(inputs: RunInputs, outputs: RunOutputs): Promise<Record<string, TensorData | DeviceTensor>> {
    const dimensions: Dimensions = new Map(this.weightDimensions);
    const feeds = await this.checkInputs(inputs, dimensions);
    const wanted = Object.keys(outputs).length > 0 ? outputs : everyOutput(this.engine.outputs);
    const targets = this.checkOutputs(wanted, dimensions);
    const results = await this.engine.run(feeds, targets).catch((cause: unknown) => {
      throw cause instanceof RunError ? cause : new RunError(`The run failed: ${reasonOf(cause)}.`, { cause });
    });
    return Object.fromEntries(
      Object.entries(results).map(([name, tensor]) => [
        name,
        wanted[name] === 'device' ? new HostTensor(tensor) : tensor,
      ]),
    );
  }

  private async checkInputs(inputs: RunInputs, dimensions: Dimensions): Promise<Record<string, TensorData>> {
    for (const name of Object.keys(inputs)) {
      if (this.weightNames.has(name)) throw new RunError(`${name} is a weight, bound when the graph was compiled.`);
      if (!this.inputNames.includes(name)) {
        throw new RunError(`The graph has no input ${name}; it takes ${this.inputNames.join(', ') || 'none'}.`);
      }
    }
    const feeds: Record<string, TensorData> = {};
    for (const info of this.engine.inputs) {
      if (this.weightNames.has(info.name)) continue;
      const input = inputs[info.name];
      if (input === undefined) {
        throw new RunError(`The input ${info.name} is missing; the graph takes ${this.inputNames.join(', ')}.`);
      }
      const tensor = await dataOf(input);
      const fault = tensorFault(info, tensor, dimensions);
      if (fault !== undefined) throw new RunError(fault);
      feeds[info.name] = tensor;
    }
    return feeds;
  }

  private checkOutputs(outputs: RunOutputs, dimensions: Dimensions): Record<string, TensorData | undefined> {
    const targets: Record<string, TensorData | undefined> = {};
    for (const [name, output] of Object.entries(outputs)) {
      const info = this.engine.outputs.find((one) => one.name === name);
      if (info === undefined) {
        throw new RunError(`The graph has no output ${name}; it gives ${this.outputNames.join(', ')}.`);
      }
      const target = typeof output === 'string' ? undefined : output;
      const fault = target && tensorFault(info, target, dimensions);
      if (fault !== undefined) throw new RunError(fault);
      targets[name] = target;
    }
    return targets;
  }
}

const everyOutput = (infos: readonly TensorInfo[]): RunOutputs =>
  Object.fromEntries(infos.map(({ name }) => [name, 'data']));

async function dataOf(input: TensorData | DeviceTensor): Promise<TensorData> {
  if ('data' in input) return input;
  return input instanceof HostTensor ? input.held() : input.read(); // one of another runtime comes as a copy
}
