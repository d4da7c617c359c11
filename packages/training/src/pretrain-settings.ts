import type { Document } from '@bertkit/masking';
import type { BertConfig, Parameters, SavedDType } from '@bertkit/model';
import type { Files, Runtime } from '@bertkit/runtime';
import type { Tokenizer } from '@bertkit/tokenizer';
import { TrainingOptionError } from './errors.js';
import type { PretrainEvent } from './pretrain-events.js';

export interface PretrainOptions {
  runtime: Runtime;
  /** Where the model, its vocabulary, `checkpoint.safetensors` and `metrics.jsonl` go. */
  output: Files;
  tokenizer: Tokenizer;
  /** Documents of sentences: `readDocuments` of `@bertkit/masking` makes them from lines. */
  documents: Iterable<Document> | AsyncIterable<Document>;
  /** Its `vocabSize` must hold the tokenizer's vocabulary. */
  config: BertConfig;
  /** All of `pretrainingHead.parameters(config)`, as `loadParameters` gives them. Default: random, as published. */
  initialParameters?: Parameters | undefined;
  /** How many updates to make in all, those before a resume included. */
  steps: number;
  /** Sequences a batch. Default 32. */
  batchSize?: number | undefined;
  /** Batches an update. Default 1. */
  accumulate?: number | undefined;
  /** Tokens a sequence. Default 128. */
  sequenceLength?: number | undefined;
  /** The highest rate, at the end of the warm-up. Default 5e-4, right for small models; BERT-base was trained with 1e-4. */
  learningRate?: number | undefined;
  /** Updates until the rate is at its highest. Default: a tenth of `steps`, 10 000 at most; of a resumed run, what it was. */
  warmupSteps?: number | undefined;
  /** Default 0.01. */
  weightDecay?: number | undefined;
  /** Default 1. */
  maxGradientNorm?: number | undefined;
  /** Of initial weights, data order, masks and dropout. Default 0. */
  seed?: number | undefined;
  /** Which part of the text is kept back to evaluate on, by tokens. Default 0.02. */
  heldOutShare?: number | undefined;
  /** How many held-out sequences an evaluation takes, at most. Default 1024. */
  evaluationSequences?: number | undefined;
  /** Updates between evaluations; there is one before the first and one at the end in any case. Default: a tenth of `steps`. */
  evaluateEvery?: number | undefined;
  /** Updates between checkpoints; there is one at the end, and when it is stopped. Default 500. */
  checkpointEvery?: number | undefined;
  /** Of the weights in `model.safetensors`; the checkpoint keeps them whole. Default `'F32'`. */
  dtype?: SavedDType | undefined;
  /** What to do about a run that `output` already holds. Default `'refuse'`. */
  existing?: 'refuse' | 'resume' | 'overwrite' | undefined;
  /** Stops the run after the batch under way, with a checkpoint. */
  signal?: AbortSignal | undefined;
  onProgress?: ((event: PretrainEvent) => void) | undefined;
}

/** A run's settings, none left open. */
export type PretrainSettings = ReturnType<typeof withDefaults>;

/** Every setting that the result depends on, but the number of steps: a run may be made longer when it is resumed. */
export function withDefaults(options: PretrainOptions) {
  const { steps } = options;
  const tenth = Math.max(1, Math.round(steps / 10));
  const settings = {
    batchSize: options.batchSize ?? 32,
    accumulate: options.accumulate ?? 1,
    sequenceLength: options.sequenceLength ?? 128,
    learningRate: options.learningRate ?? 5e-4,
    warmupSteps: options.warmupSteps ?? Math.min(10_000, Math.round(steps / 10)),
    weightDecay: options.weightDecay ?? 0.01,
    maxGradientNorm: options.maxGradientNorm ?? 1,
    seed: options.seed ?? 0,
    heldOutShare: options.heldOutShare ?? 0.02,
    evaluationSequences: options.evaluationSequences ?? 1024,
    evaluateEvery: options.evaluateEvery ?? tenth,
    checkpointEvery: options.checkpointEvery ?? 500,
  };
  for (const name of [
    'batchSize',
    'accumulate',
    'sequenceLength',
    'evaluationSequences',
    'evaluateEvery',
    'checkpointEvery',
  ] as const) {
    requireWhole(name, settings[name], 1);
  }
  requireWhole('steps', steps, 1);
  requireWhole('warmupSteps', settings.warmupSteps, 0);
  requireWhole('seed', settings.seed, 0);
  if (!(settings.weightDecay >= 0))
    throw new TrainingOptionError(`weightDecay is ${settings.weightDecay}, but must not be below 0.`);
  if (!(settings.maxGradientNorm > 0))
    throw new TrainingOptionError(`maxGradientNorm is ${settings.maxGradientNorm}, but must be above 0.`);
  return settings;
}

function requireWhole(name: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least) {
    throw new TrainingOptionError(`${name} is ${value}, but must be a whole number from ${least}.`);
  }
}

/** @throws {TrainingOptionError} sequences or vocabulary are too large for the config */
export function checkFit({ sequenceLength }: PretrainSettings, config: BertConfig, tokenizer: Tokenizer): void {
  if (sequenceLength > config.maxPositionEmbeddings) {
    throw new TrainingOptionError(
      `sequenceLength is ${sequenceLength}, but the config has ${config.maxPositionEmbeddings} positions.`,
    );
  }
  if (tokenizer.vocabularySize > config.vocabSize) {
    throw new TrainingOptionError(
      `The vocabulary has ${tokenizer.vocabularySize} pieces, but the config's vocab_size is ${config.vocabSize}.`,
    );
  }
}
