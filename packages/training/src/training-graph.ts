import { add, gradients, input, mul, type RowGradient, scalar, serialize, simplify, type Tensor } from '@bertkit/graph';
import type { BatchShape, TrainableHead } from '@bertkit/heads';
import { type BertConfig, type DropoutMask, differentiableKernels, lookUp, parameterInputs } from '@bertkit/model';

/** Rows of a gradient: which of the graph's outputs has them, and where their indices come from. */
export interface GradientRows {
  readonly parameter: string;
  readonly output: string;
  readonly shape: readonly number[];
  /** The name of the input that holds the indices, or the indices themselves where they never change. */
  readonly indices: string | Int32Array;
  readonly paddingIndex: number | undefined;
}

/** A training step's forward and backward pass. */
export interface TrainingGraph {
  /** An ONNX model. */
  readonly model: Uint8Array;
  readonly lossNames: readonly string[];
  readonly dropoutMasks: readonly DropoutMask[];
  /** Parameters with a dense gradient: output `gradient/NAME`. */
  readonly denseGradients: readonly string[];
  readonly gradientRows: readonly GradientRows[];
  /** Parameters that the loss does not depend on. */
  readonly untrained: readonly string[];
}

/** Names of the graphs' inputs and outputs beyond those of the head. */
export const names = {
  /** f32 []: what a loss's sum is multiplied by, 1 over the number of its targets in the whole update. */
  lossWeight: (loss: string) => `loss_weight/${loss}`,
  lossSum: (loss: string) => `loss_sum/${loss}`,
  correct: (loss: string) => `correct/${loss}`,
  gradient: (parameter: string) => `gradient/${parameter}`,
};

/** Losses only, without dropout: what a held-out part is measured with. */
export function buildEvaluationGraph(config: BertConfig, head: TrainableHead, shape: BatchShape): Uint8Array {
  const parameters = lookUp(parameterInputs(head.parameters(config)));
  const losses = head.losses({ config, kernels: differentiableKernels(), parameters }, shape);
  return serialize(simplify(lossOutputs(losses)));
}

/** Losses and the gradient of every parameter, with dropout. */
export function buildTrainingGraph(config: BertConfig, head: TrainableHead, shape: BatchShape): TrainingGraph {
  const inputs = parameterInputs(head.parameters(config));
  const dropoutMasks: DropoutMask[] = [];
  const losses = head.losses(
    { config, kernels: differentiableKernels({ dropoutMasks }), parameters: lookUp(inputs) },
    shape,
  );
  const weighted = Object.entries(losses).map(([name, { sum }]) =>
    mul(sum, input(names.lossWeight(name), 'float32', [])),
  );
  const total = weighted.reduce((a, b) => add(a, b), scalar(0));

  const parameterNames = [...inputs.keys()];
  const parts = gradients(total, [...inputs.values()]).map((gradient, i) => ({
    ...gradient,
    name: parameterNames[i] ?? '',
  }));
  const dense = parts.flatMap(({ name, dense }) =>
    dense === undefined ? [] : [[names.gradient(name), dense] as const],
  );
  const rows = parts.flatMap(({ name, rows }) => rows.map((row) => ({ name, row })));
  const simple = simplify({
    ...lossOutputs(losses),
    ...Object.fromEntries(dense),
    ...Object.fromEntries(rows.map(({ row }, i) => [`rows/${i}`, row.rows])),
  });
  // Tables that are looked up together (words, segments) have the same rows: these come out once.
  const outputs: Record<string, Tensor> = {};
  const firstName = new Map<Tensor, string>();
  for (const [name, tensor] of Object.entries(simple)) {
    if (name.startsWith('rows/') && firstName.has(tensor)) continue;
    firstName.set(tensor, name);
    outputs[name] = tensor;
  }
  return {
    model: serialize(outputs),
    lossNames: Object.keys(losses),
    dropoutMasks,
    denseGradients: parts.filter((part) => part.dense !== undefined).map(({ name }) => name),
    gradientRows: rows.map(({ name, row }, i) => {
      const tensor = simple[`rows/${i}`];
      return {
        parameter: name,
        output: (tensor && firstName.get(tensor)) ?? `rows/${i}`,
        shape: row.rows.shape.map(Number),
        indices: indicesOf(row),
        paddingIndex: row.paddingIndex,
      };
    }),
    untrained: parts.filter((part) => part.dense === undefined && part.rows.length === 0).map(({ name }) => name),
  };
}

function lossOutputs(losses: ReturnType<TrainableHead['losses']>): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(losses).flatMap(([name, { sum, correct }]) => [
      [names.lossSum(name), sum],
      [names.correct(name), correct],
    ]),
  );
}

/** Looks through reshapes for what the indices are: an input, or a constant. */
function indicesOf({ indices }: RowGradient): string | Int32Array {
  const { source } = indices;
  if (source.kind === 'input') return source.name;
  if (source.kind === 'constant') return Int32Array.from(source.values);
  const [inner] = source.node.inputs;
  if (source.node.definition.type !== 'Reshape' || inner === undefined) {
    throw new Error('internal: a table is looked up by indices that the graph computes.');
  }
  return indicesOf({ kind: 'rows', indices: inner, rows: inner, paddingIndex: undefined });
}
