import type { FileContent, Files } from './files.js';
import type { DeviceTensor, TensorData } from './tensor.js';

/** Where bertkit runs: what compiles graphs, and what opens the places where files are kept. */
export interface Runtime extends AsyncDisposable {
  /** For people: engine, version, device, threads. */
  readonly description: string;

  /** The kernel sets whose graphs it runs; what else is asked for is refused before a graph is built. */
  readonly kernelSets: readonly KernelSet[];

  /**
   * Makes a graph ready to run.
   *
   * @param model  an ONNX `ModelProto`, as `serialize` of `@bertkit/graph` writes it; not needed any more once compiled.
   *               Its inputs and outputs are `float32`, `int32` or `uint8`; a dimension is fixed, named or free
   * @throws {CompileError} the engine refuses the graph, a weight does not fit it, or external data is missing, too short
   *                        or cannot be read
   */
  compile(model: Uint8Array, options?: CompileOptions): Promise<Session>;

  /**
   * Opens a place where files are kept: in Node a directory's path; other runtimes take what they have (an URL, …).
   * Nothing is read or made yet; a directory that is missing is made by the first write.
   */
  open(source: string): Files;

  /** Frees what the runtime itself holds; safe to call twice. Sessions are disposed of by who made them. */
  dispose(): Promise<void>;
}

/**
 * The operators that a graph is made of: standard ones, each with its gradient; ONNX Runtime's fused ones; or either
 * with 8-bit weights.
 */
export type KernelSet = 'differentiable' | 'fused' | 'int8';

export interface CompileOptions {
  /**
   * Where the numbers of initialisers lie that the model keeps outside of itself, by the `location` they name: the place
   * that has a file of that name, which a runtime that can reads into memory only once; or the contents of such a file,
   * best in pieces where they are large and only being made. They are not needed any more once compiled. Default: none.
   */
  externalData?: Readonly<Record<string, Files | FileContent>>;
  /**
   * Inputs that are the same at every run, bound once: parameters. They are not copied: a run uses what the arrays
   * hold at that moment, so training may change them in place. Default: none.
   */
  weights?: Readonly<Record<string, TensorData>>;
}

/** A graph ready to run. Runs are queued: calls at the same time are safe, and one that fails harms no other. */
export interface Session extends AsyncDisposable {
  /** The inputs that a run must be given: all but the weights. */
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];

  /**
   * Runs the graph once. Arrays given in are read, and those to write into are written, until the promise settles.
   *
   * @param inputs   a tensor for each input that is not a weight. Dimensions of one name must have one size
   * @param outputs  per output: a tensor whose `data` is written into and given back (its shape must be right, and no
   *                 input of this run may share its memory), or `'device'` for a {@link DeviceTensor} the caller
   *                 disposes of, or `'data'` for fresh plain data. Only outputs named here are computed, where any are
   *                 named. Default: all outputs, as fresh plain data
   * @throws {RunError} input missing or unknown, wrong dtype or shape, engine failure, session disposed of. Arrays to
   *                    write into may then hold anything
   */
  run<Request extends RunOutputs = RunOutputs>(inputs: RunInputs, outputs?: Request): Promise<RunResult<Request>>;

  /** Waits for queued runs, then frees the session; safe to call twice. */
  dispose(): Promise<void>;
}

export type RunInputs = Readonly<Record<string, TensorData | DeviceTensor>>;
export type RunOutputs = Readonly<Record<string, TensorData | 'data' | 'device'>>;
export type RunResult<Request extends RunOutputs> = {
  [Name in keyof Request]: Request[Name] extends 'device'
    ? DeviceTensor
    : Request[Name] extends TensorData
      ? Request[Name]
      : TensorData;
};
