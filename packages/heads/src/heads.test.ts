import { add, gradients, inputsOf, type Tensor } from '@bertkit/graph';
import { evaluate, type Values } from '@bertkit/graph/testing';
import {
  type BertConfig,
  createConfig,
  differentiableKernels,
  hiddenActs,
  initializeParameters,
  lookUp,
  parameterInputs,
} from '@bertkit/model';
import { Random } from '@bertkit/random';
import { describe, expect, it } from 'vitest';
import type { BatchShape, TrainableHead } from './head.js';
import { maskedLmHead } from './masked-lm/masked-lm.js';
import { nextSentenceHead } from './next-sentence/next-sentence.js';
import { pretrainingHead } from './pretraining/pretraining.js';

const shape: BatchShape = { batchSize: 2, sequenceLength: 4, predictionsPerSequence: 2 };
const config: BertConfig = {
  ...createConfig('tiny', { vocabSize: 9, maxPositionEmbeddings: 5 }),
  hiddenSize: 6,
  numAttentionHeads: 2,
  intermediateSize: 5,
  initializerRange: 0.4,
  layerNormEps: 1e-5,
};

const values = (data: readonly number[], dimensions: readonly number[]): Values => ({
  shape: dimensions,
  data: Float64Array.from(data),
});

/** Two sequences: the second has one padded token and one slot without a label; its next-sentence label counts. */
const feeds: Record<string, Values> = {
  input_ids: values([2, 5, 4, 3, 2, 4, 8, 0], [2, 4]),
  token_type_ids: values([0, 0, 1, 1, 0, 0, 1, 0], [2, 4]),
  attention_mask: values([1, 1, 1, 1, 1, 1, 1, 0], [2, 4]),
  masked_positions: values([1, 2, 5, 4], [4]),
  masked_labels: values([7, 6, 5, -100], [4]),
  next_sentence_labels: values([0, 1], [2]),
};

/** A head's loss as a graph, and random values for all of its parameters. */
function lossOf(head: TrainableHead, modelConfig: BertConfig) {
  const specs = head.parameters(modelConfig);
  const inputs = parameterInputs(specs);
  const losses = head.losses(
    { config: modelConfig, kernels: differentiableKernels(), parameters: lookUp(inputs) },
    shape,
  );
  const loss = Object.values(losses)
    .map(({ sum }) => sum)
    .reduce((a, b) => add(a, b));
  const random = new Random(3, 'noise');
  const parameters = Object.fromEntries(
    [...initializeParameters(specs, modelConfig, 1)].map(([name, tensor]) => [
      name,
      // Biases and norms too are away from 0 and 1, so that no gradient vanishes by symmetry.
      values(
        [...tensor.data].map((x) => x + 0.2 * random.normal()),
        tensor.shape,
      ),
    ]),
  );
  return { loss, losses, inputs, parameters };
}

/** A gradient with its rows added at their indices, as training adds them. */
function denseGradient(
  { dense, rows }: ReturnType<typeof gradients>[number],
  size: number,
  all: Record<string, Values>,
): Float64Array {
  const total = dense === undefined ? new Float64Array(size) : evaluate(dense, all).slice();
  for (const part of rows) {
    const width = Number(part.rows.shape[1]);
    const rowValues = evaluate(part.rows, all);
    for (const [row, index] of evaluate(part.indices, all).entries()) {
      if (index === part.paddingIndex) continue;
      for (let i = 0; i < width; i++) total[index * width + i]! += rowValues[row * width + i]!;
    }
  }
  return total;
}

/** The largest error of the derivative along one random direction a parameter, relative to the derivative or 1. */
function directionalError(head: TrainableHead, modelConfig: BertConfig): number {
  const { loss, inputs, parameters } = lossOf(head, modelConfig);
  const all = { ...feeds, ...parameters };
  const names = [...inputs.keys()];
  const random = new Random(4, 'directions');
  const errors = gradients(loss, [...inputs.values()]).map((gradient, i) => {
    const name = names[i]!;
    const { data, shape: dimensions } = parameters[name]!;
    const direction = data.map(() => random.normal());
    // The lookup of the padding row sends no gradient, though the row's value counts: it is left out of the direction.
    if (name.endsWith('word_embeddings.weight')) direction.fill(0, 0, modelConfig.hiddenSize);
    const h = 1e-3;
    const lossAt = (t: number) =>
      evaluate(loss, { ...all, [name]: { shape: dimensions, data: data.map((x, j) => x + t * direction[j]!) } })[0]!;
    const expected = (8 * (lossAt(h) - lossAt(-h)) - (lossAt(2 * h) - lossAt(-2 * h))) / (12 * h);
    const actual = denseGradient(gradient, data.length, all).reduce((sum, g, j) => sum + g * direction[j]!, 0);
    return Math.abs(actual - expected) / Math.max(1, Math.abs(expected));
  });
  return Math.max(...errors);
}

describe.each([
  ['masked LM', maskedLmHead],
  ['next sentence', nextSentenceHead],
  ['pre-training', pretrainingHead],
])('%s', (_, head) => {
  it('has the gradient that central differences give, for every parameter', () => {
    expect(directionalError(head, config)).toBeLessThan(1e-7);
  });

  it('asks for nothing that training does not give', () => {
    const { losses, inputs } = lossOf(head, config);
    const asked = inputsOf(Object.values(losses).flatMap(({ sum, correct }) => [sum, correct])).map((tensor: Tensor) =>
      tensor.source.kind === 'input' ? tensor.source.name : '',
    );
    expect(asked.filter((name) => !inputs.has(name) && !(name in feeds))).toEqual([]);
  });
});

describe('every activation', () => {
  it.each(hiddenActs.filter((name) => name !== 'relu' && name !== 'gelu_10'))(
    '%s has its gradient within a model',
    (hiddenAct) => {
      expect(directionalError(maskedLmHead, { ...config, hiddenAct, numHiddenLayers: 1 })).toBeLessThan(1e-6);
    },
  );
});

describe('an untied decoder', () => {
  it("has a table and a bias of its own, and the head's bias no gradient", () => {
    const untied = { ...config, tieWordEmbeddings: false, numHiddenLayers: 1 };
    expect(directionalError(maskedLmHead, untied)).toBeLessThan(1e-7);
    const { loss, inputs } = lossOf(maskedLmHead, untied);
    expect(gradients(loss, [inputs.get('cls.predictions.bias')!])).toEqual([{ dense: undefined, rows: [] }]);
  });
});

describe('losses', () => {
  const { losses, parameters } = lossOf(pretrainingHead, config);
  const value = (tensor: Tensor, changed: Record<string, Values> = {}) =>
    evaluate(tensor, { ...feeds, ...parameters, ...changed })[0]!;

  it('are sums over the targets: a slot without a label adds nothing, whatever it points at', () => {
    const elsewhere = { masked_positions: values([1, 2, 5, 6], [4]) };
    expect(value(losses['maskedLm']!.sum, elsewhere)).toBeCloseTo(value(losses['maskedLm']!.sum), 12);
    const one = (labels: number[]) => value(losses['maskedLm']!.sum, { masked_labels: values(labels, [4]) });
    expect(one([7, -100, -100, -100]) + one([-100, 6, -100, -100]) + one([-100, -100, 5, -100])).toBeCloseTo(
      one([7, 6, 5, -100]),
      10,
    );
  });

  it('do not see what is padded', () => {
    const other = { input_ids: values([2, 5, 4, 3, 2, 4, 8, 7], [2, 4]) };
    expect(value(losses['maskedLm']!.sum, other)).toBeCloseTo(value(losses['maskedLm']!.sum), 12);
    expect(value(losses['nextSentence']!.sum, other)).toBeCloseTo(value(losses['nextSentence']!.sum), 12);
  });

  it('count the labels with the largest logit as correct', () => {
    const best = [0, 1].map((label) =>
      value(losses['nextSentence']!.correct, { next_sentence_labels: values([label, -100], [2]) }),
    );
    expect(best.toSorted()).toEqual([0, 1]);
  });
});

describe('what is read of the encoder', () => {
  it('has the masked-LM loss that the pre-training head has, which also reads the first tokens', () => {
    const both = lossOf(pretrainingHead, config);
    const alone = lossOf(maskedLmHead, config);
    const all = { ...feeds, ...both.parameters };
    expect(evaluate(alone.losses['maskedLm']!.sum, all)[0]).toBeCloseTo(
      evaluate(both.losses['maskedLm']!.sum, all)[0]!,
      12,
    );
  });
});
