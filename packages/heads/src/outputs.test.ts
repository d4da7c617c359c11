import { gather, input, inputsOf, type Tensor } from '@bertkit/graph';
import { evaluate, type Values } from '@bertkit/graph/testing';
import {
  type BertConfig,
  createConfig,
  differentiableKernels,
  type EncoderContext,
  type EncoderInputs,
  initializeParameters,
  lookUp,
  parameterInputs,
} from '@bertkit/model';
import { describe, expect, it } from 'vitest';
import { encoderHead } from './encoder/encoder-head.js';
import type { Head } from './head.js';
import { encoderInputs } from './inputs.js';
import { maskedLmHead } from './masked-lm/masked-lm.js';
import { multipleChoiceHead } from './multiple-choice/multiple-choice.js';
import { nextSentenceHead } from './next-sentence/next-sentence.js';
import { pretrainingHead } from './pretraining/pretraining.js';
import { questionAnsweringHead } from './question-answering/question-answering.js';
import { sentenceEmbeddingHead } from './sentence-embedding/sentence-embedding.js';
import { sequenceClassificationHead } from './sequence-classification/sequence-classification.js';
import { tokenClassificationHead } from './token-classification/token-classification.js';

const config: BertConfig = {
  ...createConfig('tiny', { vocabSize: 9, maxPositionEmbeddings: 5, id2label: ['a', 'b', 'c'] }),
  hiddenSize: 6,
  intermediateSize: 5,
  initializerRange: 0.4,
};

const values = (data: readonly number[], shape: readonly number[]): Values => ({
  shape,
  data: Float64Array.from(data),
});

const feeds: Record<string, Values> = {
  input_ids: values([2, 5, 4, 3, 2, 4, 8, 0], [2, 4]),
  token_type_ids: values([0, 0, 1, 1, 0, 0, 1, 0], [2, 4]),
  attention_mask: values([1, 1, 1, 1, 1, 1, 1, 0], [2, 4]),
  position_ids: values([0, 1, 2, 3, 0, 1, 2, 3], [2, 4]),
  pooling_mask: values([0, 1, 1, 1, 0, 1, 1, 0], [2, 4]),
};

/** A head's outputs as graphs, and random values for its parameters; the same parameter has the same in every head. */
function outputsOf(
  head: Head,
  inputs: EncoderInputs = encoderInputs(2, 4),
  changed: Partial<EncoderContext> = {},
): { outputs: Readonly<Record<string, Tensor>>; parameters: Record<string, Values> } {
  const specs = head.parameters(config);
  const outputs = head.outputs(inputs, {
    config,
    kernels: differentiableKernels(),
    parameters: lookUp(parameterInputs(specs)),
    ...changed,
  });
  const initial = initializeParameters(specs, config, 1);
  const parameters = [...initial].map(([name, { data, shape }]) => [name, values([...data], shape)] as const);
  return { outputs, parameters: Object.fromEntries(parameters) };
}

function evaluated(head: Head, ...rest: [EncoderInputs?, Partial<EncoderContext>?]): Record<string, number[]> {
  const { outputs, parameters } = outputsOf(head, ...rest);
  const all = { ...feeds, ...parameters };
  return Object.fromEntries(Object.entries(outputs).map(([name, tensor]) => [name, [...evaluate(tensor, all)]]));
}

const near = (numbers: readonly number[]) => numbers.map((x) => expect.closeTo(x, 12));
const sentenceHead = sentenceEmbeddingHead({ pooling: ['cls', 'max'], normalize: true, includePrompt: false });

const heads: [name: string, head: Head, outputs: Record<string, unknown[]>, parameters: Record<string, number[]>][] = [
  ['masked LM', maskedLmHead, { logits: ['batch', 'sequence', 9] }, {}],
  ['next sentence', nextSentenceHead, { logits: ['batch', 2] }, { 'cls.seq_relationship.weight': [2, 6] }],
  [
    'pre-training',
    pretrainingHead,
    { prediction_logits: ['batch', 'sequence', 9], seq_relationship_logits: ['batch', 2] },
    { 'cls.predictions.bias': [9], 'cls.seq_relationship.bias': [2] },
  ],
  [
    'sequence classification',
    sequenceClassificationHead,
    { logits: ['batch', 3] },
    { 'bert.pooler.dense.weight': [6, 6], 'classifier.weight': [3, 6], 'classifier.bias': [3] },
  ],
  [
    'token classification',
    tokenClassificationHead,
    { logits: ['batch', 'sequence', 3] },
    { 'classifier.weight': [3, 6], 'classifier.bias': [3] },
  ],
  [
    'question answering',
    questionAnsweringHead,
    { start_logits: ['batch', 'sequence'], end_logits: ['batch', 'sequence'] },
    { 'qa_outputs.weight': [2, 6], 'qa_outputs.bias': [2] },
  ],
  [
    'multiple choice',
    multipleChoiceHead,
    { logits: ['batch', 1] },
    { 'bert.pooler.dense.bias': [6], 'classifier.weight': [1, 6], 'classifier.bias': [1] },
  ],
  [
    'the encoder',
    encoderHead(),
    { last_hidden_state: ['batch', 'sequence', 6], pooler_output: ['batch', 6] },
    { 'bert.pooler.dense.weight': [6, 6] },
  ],
  ['the encoder without pooler', encoderHead({ pooler: false }), { last_hidden_state: ['batch', 'sequence', 6] }, {}],
  ['sentence embedding', sentenceHead, { sentence_embedding: ['batch', 12] }, {}],
];

describe.each(heads)('%s', (_, head, expected, expectedParameters) => {
  it('gives what transformers gives, for batches of any size', () => {
    const { outputs } = outputsOf(head, encoderInputs());
    expect(Object.fromEntries(Object.entries(outputs).map(([name, { shape }]) => [name, shape]))).toEqual(expected);
  });

  it('has the parameters that it uses, and no other', () => {
    const { outputs, parameters } = outputsOf(head);
    for (const [name, shape] of Object.entries(expectedParameters)) expect(parameters[name]?.shape).toEqual(shape);
    const used = inputsOf(Object.values(outputs)).flatMap(({ source }) =>
      source.kind === 'input' && !(source.name in feeds) ? [source.name] : [],
    );
    expect(used.toSorted()).toEqual(Object.keys(parameters).toSorted());
  });

  it('gives the same when all hidden states are kept, and so every token of the last layer is computed', () => {
    const allHiddenStates: Tensor[] = [];
    const whole = evaluated(head, encoderInputs(2, 4), { allHiddenStates });
    expect(allHiddenStates).toHaveLength(config.numHiddenLayers + 1);
    for (const [name, numbers] of Object.entries(evaluated(head))) expect(whole[name]).toEqual(near(numbers));
  });

  it('takes positions, and vectors in the place of words', () => {
    const { parameters } = outputsOf(head);
    const table = input('bert.embeddings.word_embeddings.weight', 'float32', [9, 6]);
    const ids = input('input_ids', 'int32', [2, 4]);
    const embeds = values([...evaluate(gather(table, ids), { ...feeds, ...parameters })], [2, 4, 6]);
    const { outputs } = outputsOf(head, encoderInputs(2, 4, { embeddingSize: 6, positionIds: true }));
    const all = { ...feeds, ...parameters, inputs_embeds: embeds };
    for (const [name, numbers] of Object.entries(evaluated(head))) {
      expect([...evaluate(outputs[name]!, all)]).toEqual(near(numbers));
    }
  });
});

describe('question answering', () => {
  it('has the start in row 0 of its layer, and the end in row 1', () => {
    const { outputs, parameters } = outputsOf(questionAnsweringHead);
    const bias = values([100, -100], [2]);
    for (const [name, sign] of Object.entries({ start_logits: 1, end_logits: -1 })) {
      const found = evaluate(outputs[name]!, { ...feeds, ...parameters, 'qa_outputs.bias': bias });
      expect([...found].map(Math.sign)).toEqual(Array.from({ length: 8 }, () => sign));
    }
  });
});

describe('labels', () => {
  it('are two where the config names none', () => {
    const shapes = sequenceClassificationHead.parameters({ ...config, id2label: null }).map(({ shape }) => shape);
    expect(shapes.at(-1)).toEqual([2]);
  });
});
