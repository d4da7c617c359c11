import { gather, input, type Tensor } from '@bertkit/graph';
import {
  type BatchShape,
  encoderInputs,
  inputNames,
  maskedLmHead,
  maskedLmLogits,
  nextSentenceHead,
  nextSentenceLogits,
  pretrainingHead,
  type TrainableHead,
  type TrainingBatch,
} from '@bertkit/heads';
import { type EncoderContext, type EncoderInputs, encoder, firstTokens } from '@bertkit/model';
import type { TensorData } from '@bertkit/runtime';
import type { ModelCase } from './model-case.js';

/** A head of bertkit, and how the reference names what goes in and comes out of it. */
export interface Task {
  readonly head: TrainableHead;
  /** The reference's name of a logits output → those logits of whole sequences, [N, C]. */
  logits(inputs: EncoderInputs, context: EncoderContext): Readonly<Record<string, Tensor>>;
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
      logits: (inputs, context) => ({ logits: maskedLmLogits(encoder(inputs, context), context) }),
      labels: { words: 'labels' },
      lossNames: { maskedLm: 'masked_lm_loss' },
    },
  ],
  [
    'next_sentence',
    {
      head: nextSentenceHead,
      logits: (inputs, context) => {
        const first = encoder(inputs, context, { rows: firstTokens(inputs), perSequence: 1 });
        return { logits: nextSentenceLogits(first, context) };
      },
      labels: { nextSentence: 'labels' },
      lossNames: { nextSentence: 'next_sentence_loss' },
    },
  ],
  [
    'pretraining',
    {
      head: pretrainingHead,
      logits: (inputs, context) => {
        const hidden = encoder(inputs, context);
        return {
          prediction_logits: maskedLmLogits(hidden, context),
          seq_relationship_logits: nextSentenceLogits(gather(hidden, firstTokens(inputs)), context),
        };
      },
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

/** The encoder's inputs that a case feeds, the reference's defaults in place of those it leaves out. */
export function encoderFeeds({ inputs }: ModelCase): Record<string, TensorData> {
  const ids = inputs.get('input_ids');
  if (ids === undefined) throw new Error('The case has no input_ids.');
  const { shape } = ids;
  const ones = ids.data.map(() => 1);
  const mask = inputs.get('attention_mask')?.data ?? ones;
  const types = inputs.get('token_type_ids')?.data ?? ids.data.map(() => 0);
  return {
    [inputNames.inputIds]: { dtype: 'int32', shape, data: Int32Array.from(ids.data) },
    [inputNames.tokenTypeIds]: { dtype: 'int32', shape, data: Int32Array.from(types) },
    [inputNames.attentionMask]: { dtype: 'uint8', shape, data: Uint8Array.from(mask) },
  };
}

/** What a case feeds that bertkit has no input for. */
export function unsupportedFeeds({ inputs }: ModelCase, { labels }: Task): string[] {
  const known = new Set(['input_ids', 'attention_mask', 'token_type_ids', ...Object.values(labels)]);
  return [...inputs.keys()].filter((name) => !known.has(name));
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

/** Masked-LM logits at slots alone, the way training has them: [B·P, V]. */
export function slotLogits(context: EncoderContext, { batchSize, sequenceLength, predictionsPerSequence }: BatchShape) {
  const rows = input(inputNames.maskedPositions, 'int32', [batchSize * predictionsPerSequence]);
  const hidden = encoder(encoderInputs(batchSize, sequenceLength), context, {
    rows,
    perSequence: predictionsPerSequence,
  });
  return maskedLmLogits(hidden, context);
}
