import type { BatchShape, TrainableHead, TrainingBatch } from '@bertkit/heads';
import type { BertConfig, Parameters } from '@bertkit/model';
import { Random } from '@bertkit/random';
import type { Runtime, Session, TensorData } from '@bertkit/runtime';
import { type AdamWOptions, adamW, adamWDefaults, globalNorm } from './adamw.js';
import { ParameterStore, type Segment } from './parameter-store.js';
import { buildEvaluationGraph, buildTrainingGraph, names, type TrainingGraph } from './training-graph.js';

/** A loss over some targets: `sum / count` is its mean, `correct / count` the accuracy. */
export interface LossSum {
  readonly sum: number;
  readonly correct: number;
  readonly count: number;
}

export type LossSums = Readonly<Record<string, LossSum>>;

export interface TraineeOptions {
  readonly config: BertConfig;
  readonly head: TrainableHead;
  readonly shape: BatchShape;
  /** Where training starts; copied. */
  readonly parameters: Parameters;
  /** Of the dropout masks: each is a function of it, the step and the batch within the step. */
  readonly seed: number;
  readonly optimizer?: Partial<AdamWOptions> | undefined;
}

/** Compiles a model for training. Dispose of it when done. */
export async function createTrainee(runtime: Runtime, options: TraineeOptions): Promise<Trainee> {
  const { config, head, shape, parameters } = options;
  const graph = buildTrainingGraph(config, head, shape);
  const store = new ParameterStore(head.parameters(config), parameters);
  const weights = Object.fromEntries(
    [...store.views(store.values)].filter(([name]) => !graph.untrained.includes(name)),
  );
  const session = await runtime.compile(graph.model, { weights });
  const compileEvaluation = () => runtime.compile(buildEvaluationGraph(config, head, shape), { weights });
  return new Trainee(options, graph, store, session, compileEvaluation);
}

/** A model in training: its parameters, their gradients and moments, and the sessions that compute them. */
export class Trainee implements AsyncDisposable {
  readonly config: BertConfig;
  readonly store: ParameterStore;
  /** Updates made. */
  step = 0;
  private readonly graph: TrainingGraph;
  private readonly session: Session;
  private readonly compileEvaluation: () => Promise<Session>;
  private evaluation: Promise<Session> | undefined;
  private readonly seed: number;
  private readonly optimizer: AdamWOptions;
  private readonly trained: readonly Segment[];
  private readonly masks: readonly { readonly keep: number; readonly tensor: TensorData & { dtype: 'uint8' } }[];
  private readonly outputs: Record<string, TensorData>;
  /** Where batches after an update's first put their gradients before they are added; made when there is one. */
  private laterOutputs: { readonly gradients: Float32Array; readonly outputs: Record<string, TensorData> } | undefined;

  constructor(
    { config, seed, optimizer }: TraineeOptions,
    graph: TrainingGraph,
    store: ParameterStore,
    session: Session,
    compileEvaluation: () => Promise<Session>,
  ) {
    this.config = config;
    this.graph = graph;
    this.store = store;
    this.session = session;
    this.compileEvaluation = compileEvaluation;
    this.seed = seed;
    this.optimizer = { ...adamWDefaults, ...optimizer };
    this.trained = store.segments.filter(({ name }) => !graph.untrained.includes(name));
    this.masks = graph.dropoutMasks.map(({ shape, keep }) => ({
      keep,
      tensor: { dtype: 'uint8', shape, data: new Uint8Array(size(shape)) },
    }));
    this.outputs = this.bindOutputs(store.gradients);
  }

  /** The parameters as they are now: views that training goes on changing. */
  get parameters(): Parameters {
    return this.store.views(this.store.values);
  }

  /**
   * Adds a batch's gradients to those of the update's batches before it; the first one replaces what was there.
   *
   * @param index         which of the update's batches this is, from 0
   * @param targetCounts  of each loss, in all batches of the update: what sums are divided by
   */
  async backward(
    batch: TrainingBatch,
    index: number,
    targetCounts: Readonly<Record<string, number>>,
  ): Promise<LossSums> {
    const isFirst = index === 0;
    const { gradients, outputs } = isFirst ? { gradients: this.store.gradients, outputs: this.outputs } : this.later();
    const feeds: Record<string, TensorData> = { ...batch.feeds };
    const random = new Random(this.seed, 'dropout', this.step, index);
    for (const [i, { keep, tensor }] of this.masks.entries()) {
      random.fillBernoulli(tensor.data, keep);
      feeds[`dropout/${i}`] = tensor;
    }
    for (const name of this.graph.lossNames) {
      // Without any target the sum is 0, and stays it.
      const data = Float32Array.of(1 / Math.max(1, targetCounts[name] ?? 0));
      feeds[names.lossWeight(name)] = { dtype: 'float32', shape: [], data };
    }
    const results = await this.session.run(feeds, outputs);
    this.addRows(batch, gradients);
    if (!isFirst) {
      const total = this.store.gradients;
      for (let i = 0; i < total.length; i++) total[i] = (total[i] as number) + (gradients[i] as number); // both in range
    }
    return lossSums(this.graph.lossNames, results, batch);
  }

  /** The losses of a batch, without dropout. */
  async evaluate(batch: TrainingBatch): Promise<LossSums> {
    this.evaluation ??= this.compileEvaluation();
    const session = await this.evaluation;
    return lossSums(this.graph.lossNames, await session.run(batch.feeds), batch);
  }

  /** The norm of all gradients together. */
  gradientNorm(): number {
    return globalNorm(this.store.gradients);
  }

  /**
   * One AdamW update with the gradients there are; adds one to {@link step}.
   *
   * @param gradientScale  what they are multiplied by first
   */
  update({ learningRate, gradientScale }: { learningRate: number; gradientScale: number }): void {
    this.step += 1;
    adamW(this.store, this.trained, { ...this.optimizer, learningRate, step: this.step, gradientScale });
  }

  async dispose(): Promise<void> {
    await this.session.dispose();
    await (await this.evaluation?.catch(() => undefined))?.dispose();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.dispose();
  }

  /** The arrays that a run writes into: gradients straight into `gradients`, all else into arrays of its own. */
  private bindOutputs(gradients: Float32Array): Record<string, TensorData> {
    const views = this.store.views(gradients);
    const outputs: Record<string, TensorData> = {};
    for (const name of this.graph.lossNames) {
      outputs[names.lossSum(name)] = float32([]);
      outputs[names.correct(name)] = float32([]);
    }
    for (const name of this.graph.denseGradients) outputs[names.gradient(name)] = views.get(name) ?? float32([]);
    for (const { output, shape } of this.graph.gradientRows) outputs[output] = float32(shape);
    return outputs;
  }

  private later(): { gradients: Float32Array; outputs: Record<string, TensorData> } {
    if (this.laterOutputs === undefined) {
      const gradients = new Float32Array(this.store.gradients.length);
      this.laterOutputs = { gradients, outputs: { ...this.bindOutputs(gradients), ...this.sharedRows() } };
    }
    return this.laterOutputs;
  }

  /** Rows are added up before the next run, so that every run may write them into the same arrays. */
  private sharedRows(): Record<string, TensorData> {
    return Object.fromEntries(
      this.graph.gradientRows.map(({ output }) => [output, this.outputs[output] ?? float32([])]),
    );
  }

  /** Adds the rows that came out apart to the gradients of their tables. */
  private addRows(batch: TrainingBatch, gradients: Float32Array): void {
    const views = this.store.views(gradients);
    const isDense = new Set(this.graph.denseGradients);
    for (const { parameter } of this.graph.gradientRows)
      if (!isDense.has(parameter)) views.get(parameter)?.data.fill(0);
    for (const { parameter, output, shape, indices, paddingIndex } of this.graph.gradientRows) {
      const table = views.get(parameter)?.data;
      const rows = this.outputs[output]?.data;
      const at = typeof indices === 'string' ? batch.feeds[indices]?.data : indices;
      if (table === undefined || rows === undefined || at === undefined)
        throw new Error(`internal: no rows for ${parameter}.`);
      const [count = 0, width = 0] = shape;
      for (let row = 0; row < count; row++) {
        const index = at[row] as number; // there is one for each row
        if (index === paddingIndex) continue;
        for (let i = row * width, target = index * width; i < (row + 1) * width; i++, target++) {
          table[target] = (table[target] as number) + (rows[i] as number); // both in range: the graph has looked them up
        }
      }
    }
  }
}

function lossSums(
  lossNames: readonly string[],
  results: Readonly<Record<string, TensorData>>,
  batch: TrainingBatch,
): LossSums {
  const value = (output: string) => results[output]?.data[0] ?? Number.NaN;
  return Object.fromEntries(
    lossNames.map((name) => [
      name,
      { sum: value(names.lossSum(name)), correct: value(names.correct(name)), count: batch.targetCounts[name] ?? 0 },
    ]),
  );
}

function float32(shape: readonly number[]): TensorData & { dtype: 'float32' } {
  return { dtype: 'float32', shape, data: new Float32Array(size(shape)) };
}

function size(shape: readonly number[]): number {
  return shape.reduce((product, n) => product * n, 1);
}
