import type { DType, TensorData } from './tensor.js';

/** What a runtime brings to `createSession`: a compiled graph, and how to run it. */
export interface Engine {
  /** All inputs of the graph, weights among them. */
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];

  /**
   * Called once, before the first run, with tensors that fit the graph: every run reads what their arrays then hold.
   *
   * @throws whatever the engine throws: compiling ends with a {@link CompileError}
   */
  bindWeights(weights: Readonly<Record<string, TensorData>>): void;

  /**
   * Runs the graph once; never called again before it has settled. What it is given has been checked.
   *
   * @param inputs   every input that is not a weight
   * @param outputs  the outputs to compute, by name; where a tensor stands, its `data` is to be written into
   * @returns        a tensor for each of `outputs`: the given one, or a fresh one that nobody else holds
   * @throws whatever the engine throws: the session makes a {@link RunError} of it
   */
  run(
    inputs: Readonly<Record<string, TensorData>>,
    outputs: Readonly<Record<string, TensorData | undefined>>,
  ): Promise<Readonly<Record<string, TensorData>>>;

  release(): Promise<void>;
}

/** What a graph says about one of its inputs or outputs. */
export interface TensorInfo {
  readonly name: string;
  readonly dtype: DType;
  /** Per dimension its size, the name of one that is set by each run, or `undefined` for one that is free. */
  readonly shape: readonly (number | string | undefined)[];
}
