import type {
  CompileOptions,
  Files,
  KernelSet,
  RunInputs,
  RunOutputs,
  Runtime,
  Session,
  TensorData,
} from '@bertkit/runtime';

/** A graph that was compiled, with what its first run was fed and gave. */
export interface RecordedGraph {
  readonly model: Uint8Array;
  /** Weights too, as they were at that run. */
  readonly inputs: Readonly<Record<string, TensorData>>;
  readonly outputs: Readonly<Record<string, TensorData>>;
}

/** A runtime that passes everything on to another one, and keeps what others may want to run as well. */
export class RecordingRuntime implements Runtime {
  readonly graphs: RecordedGraph[] = [];
  private readonly inner: Runtime;

  constructor(inner: Runtime) {
    this.inner = inner;
  }

  get description(): string {
    return this.inner.description;
  }

  get kernelSets(): readonly KernelSet[] {
    return this.inner.kernelSets;
  }

  async compile(model: Uint8Array, options: CompileOptions = {}): Promise<Session> {
    const session = await this.inner.compile(model, options);
    let isRecorded = false;
    const run = async (inputs: RunInputs, outputs?: RunOutputs) => {
      const fed = isRecorded ? undefined : copy({ ...options.weights, ...inputs });
      const results = await session.run(inputs, outputs);
      if (fed !== undefined) this.graphs.push({ model, inputs: fed, outputs: copy(results) });
      isRecorded = true;
      return results;
    };
    return {
      inputNames: session.inputNames,
      outputNames: session.outputNames,
      run: run as Session['run'], // what it gives is what the inner session gave for the same outputs
      dispose: () => session.dispose(),
      [Symbol.asyncDispose]: () => session.dispose(),
    };
  }

  open(source: string): Files {
    return this.inner.open(source);
  }

  dispose(): Promise<void> {
    return this.inner.dispose();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.inner.dispose();
  }
}

function copy(tensors: RunInputs): Record<string, TensorData> {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, tensor]) => {
      if (!('data' in tensor)) throw new Error(`${name} lies on a device, where it is not recorded.`);
      return [name, { ...tensor, data: tensor.data.slice() } as TensorData];
    }),
  );
}
