import {
  type BatchShape,
  encoderInputs,
  inputNames,
  maskedLmHead,
  nextSentenceHead,
  pretrainingHead,
  type TrainableHead,
  type TrainingBatch,
} from '@bertkit/heads';
import type { EncoderInputs } from '@bertkit/model';
import type { TensorData } from '@bertkit/runtime';
import type { ModelCase } from './model-case.js';

/** A head of bertkit that can be trained, and how the reference names what goes in and comes out of it. */
export interface Task {
  readonly head: TrainableHead;
  /** The reference's names of the labels. */
  readonly labels: { readonly words?: string; readonly nextSentence?: string };
  /** Loss of bertkit → the reference's name of its mean, where a case has it alone. */
  readonly lossNames: Readonly<Record<string, string>>;
}

/** By the name that cases give the head. */
export const tasks: ReadonlyMap<string, Task> = new Map<string, Task>([
  [
    'masked_lm',
    {
      head: maskedLmHead,
      labels: { words: 'labels' },
      lossNames: { maskedLm: 'masked_lm_loss' },
    },
  ],
  [
    'next_sentence',
    {
      head: nextSentenceHead,
      labels: { nextSentence: 'labels' },
      lossNames: { nextSentence: 'next_sentence_loss' },
    },
  ],
  [
    'pretraining',
    {
      head: pretrainingHead,
      labels: { words: 'labels', nextSentence: 'next_sentence_label' },
      lossNames: { maskedLm: 'masked_lm_loss', nextSentence: 'next_sentence_loss' },
    },
  ],
]);

/** A case's labelled tokens in slots, as many for each sequence, as training takes them. */
export interface Slots {
  /** P, at least 1. */
  readonly perSequence: number;
  /** Row `b * S + s` of each; `b * S` in slots left over. [B·P] */
  readonly rows: Int32Array;
  /** −100 in slots left over. [B·P] */
  readonly labels: Int32Array;
}

/** What a case of any head may feed its model. */
const knownFeeds = ['input_ids', 'attention_mask', 'token_type_ids', 'position_ids', 'inputs_embeds'];

/** What a case of a task that is trained may feed its model. */
const trainedFeeds = ['input_ids', 'attention_mask', 'token_type_ids'];

/** What a case feeds that bertkit has no input for, or none in training. */
export function unsupportedFeeds({ description }: ModelCase, { training = false } = {}): string[] {
  const known = training ? trainedFeeds : knownFeeds;
  return (description.feeds ?? []).filter((name) => !known.includes(name));
}

/** The inputs of the graph that a case is run with. */
export function caseInputs({ inputs }: ModelCase): EncoderInputs {
  return encoderInputs(undefined, undefined, {
    embeddingSize: inputs.get('inputs_embeds')?.shape.at(-1),
    positionIds: inputs.has('position_ids'),
  });
}

/**
 * What a case feeds, the reference's defaults in place of what it leaves out. Choices, [B, K, S], are rows of one batch,
 * [B·K, S].
 */
export function encoderFeeds({ inputs }: ModelCase): Record<string, TensorData> {
  const ids = inputs.get('input_ids');
  const embeds = inputs.get('inputs_embeds');
  const tokens = ids?.shape ?? embeds?.shape.slice(0, -1);
  if (tokens === undefined) throw new Error('The case has neither input_ids nor inputs_embeds.');
  const count = tokens.reduce((product, size) => product * size, 1);
  const sequenceLength = tokens.at(-1) ?? 0;
  const shape = [count / sequenceLength, sequenceLength];
  const int32 = (data: readonly number[]): TensorData => ({ dtype: 'int32', shape, data: Int32Array.from(data) });
  const mask = Uint8Array.from(inputs.get('attention_mask')?.data ?? new Uint8Array(count).fill(1));
  const positions = inputs.get('position_ids');
  return {
    ...(ids && { [inputNames.inputIds]: int32(ids.data) }),
    ...(embeds && {
      [inputNames.inputsEmbeds]: { dtype: 'float32', shape: embeds.shape, data: Float32Array.from(embeds.data) },
    }),
    [inputNames.tokenTypeIds]: int32(inputs.get('token_type_ids')?.data ?? Array.from({ length: count }, () => 0)),
    [inputNames.attentionMask]: { dtype: 'uint8', shape, data: mask },
    ...(positions && { [inputNames.positionIds]: int32(positions.data) }),
  };
}

/** Labels of [B, S] as slots; P is the largest number of labels in a row. */
export function slotsOf(labels: readonly number[], [batchSize = 0, sequenceLength = 0]: readonly number[]): Slots {
  const sequences = Array.from({ length: batchSize }, (_, b) => {
    const start = b * sequenceLength;
    return labels
      .slice(start, start + sequenceLength)
      .flatMap((label, s) => (label < 0 ? [] : [{ row: start + s, label }]));
  });
  const perSequence = sequences.reduce((most, tokens) => Math.max(most, tokens.length), 1);
  const rows = new Int32Array(batchSize * perSequence);
  const slotLabels = new Int32Array(batchSize * perSequence).fill(-100);
  for (const [b, tokens] of sequences.entries()) {
    rows.fill(b * sequenceLength, b * perSequence, (b + 1) * perSequence);
    for (const [p, { row, label }] of tokens.entries()) {
      rows[b * perSequence + p] = row;
      slotLabels[b * perSequence + p] = label;
    }
  }
  return { perSequence, rows, labels: slotLabels };
}

/** A case as a batch to train on. */
export function trainingBatch(modelCase: ModelCase, { labels }: Task): { batch: TrainingBatch; shape: BatchShape } {
  const feeds = encoderFeeds(modelCase);
  const targetCounts: Record<string, number> = {};
  const [batchSize = 0, sequenceLength = 0] = modelCase.inputs.get('input_ids')?.shape ?? [];
  let predictionsPerSequence = 1;
  const given = (name: string) => {
    const found = modelCase.inputs.get(name);
    if (found === undefined) throw new Error(`The case has no ${name}.`);
    return found;
  };
  if (labels.words !== undefined) {
    const { data, shape } = given(labels.words);
    const slots = slotsOf(data, shape);
    predictionsPerSequence = slots.perSequence;
    feeds[inputNames.maskedPositions] = { dtype: 'int32', shape: [slots.rows.length], data: slots.rows };
    feeds[inputNames.maskedLabels] = { dtype: 'int32', shape: [slots.labels.length], data: slots.labels };
    targetCounts['maskedLm'] = data.filter((label) => label >= 0).length;
  }
  if (labels.nextSentence !== undefined) {
    const { data, shape } = given(labels.nextSentence);
    feeds[inputNames.nextSentenceLabels] = { dtype: 'int32', shape, data: Int32Array.from(data) };
    targetCounts['nextSentence'] = data.filter((label) => label >= 0).length;
  }
  const mask = feeds[inputNames.attentionMask]?.data ?? [];
  const tokenCount = Array.from(mask).filter((flag) => flag !== 0).length;
  return { batch: { feeds, targetCounts, tokenCount }, shape: { batchSize, sequenceLength, predictionsPerSequence } };
}
