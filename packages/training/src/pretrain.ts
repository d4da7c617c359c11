import { type BatchShape, pretrainingBatch, pretrainingHead } from '@bertkit/heads';
import {
  type Corpus,
  corpusFingerprint,
  countCorpus,
  createCorpus,
  type Document,
  evaluationBatches,
  type PretrainingOptions,
  type PretrainingState,
  pretrainingBatches,
  splitCorpus,
  unigramBaseline,
} from '@bertkit/masking';
import {
  type BertConfig,
  initializeParameters,
  parameterCount,
  type SavedDType,
  saveModel,
  serializeConfig,
} from '@bertkit/model';
import type { Files, Runtime } from '@bertkit/runtime';
import { type Tokenizer, tokenizerFiles } from '@bertkit/tokenizer';
import { checkpointFile, openCheckpoint, saveCheckpoint } from './checkpoint.js';
import { ResumeMismatchError, RunExistsError, TrainingOptionError } from './errors.js';
import { MetricsLog } from './metrics-log.js';
import { linearSchedule } from './schedule.js';
import { addLosses, type StepReport, train } from './train.js';
import { createTrainee, type LossSums, type Trainee } from './trainee.js';

export interface PretrainOptions {
  runtime: Runtime;
  /** Where the model, its vocabulary, `checkpoint.safetensors` and `metrics.jsonl` go. */
  output: Files;
  tokenizer: Tokenizer;
  /** Documents of sentences: `readDocuments` of `@bertkit/masking` makes them from lines. */
  documents: Iterable<Document> | AsyncIterable<Document>;
  /** Its `vocabSize` must hold the tokenizer's vocabulary. */
  config: BertConfig;
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
  /** Updates until the rate is at its highest. Default: a tenth of `steps`, 10 000 at most. */
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

/** Means over targets: nats, and shares in [0, 1]. */
export interface EvaluatedLosses {
  readonly maskedLm: { readonly loss: number; readonly accuracy: number };
  readonly nextSentence: { readonly loss: number; readonly accuracy: number };
}

export type PretrainEvent =
  | {
      readonly kind: 'corpus';
      readonly documentCount: number;
      readonly sentenceCount: number;
      readonly tokenCount: number;
      /** Sentences left out, as they have no token at all. */
      readonly emptySentenceCount: number;
    }
  | {
      readonly kind: 'start';
      /** 0, or where the run is taken up again. */
      readonly step: number;
      readonly steps: number;
      readonly parameterCount: number;
      readonly trainingTokens: number;
      readonly heldOutTokens: number;
      /** The held-out masked-LM loss of knowing nothing but how frequent each token is, in nats. */
      readonly unigramBaseline: number;
      /** The share of the more frequent answer among the held-out next-sentence pairs: what always giving it reaches. */
      readonly nextSentenceBaseline: number;
    }
  | ({
      readonly kind: 'step';
      readonly step: number;
      readonly steps: number;
      readonly learningRate: number;
      readonly gradientNorm: number;
      readonly tokensPerSecond: number;
      readonly secondsLeft: number;
    } & EvaluatedLosses)
  | ({ readonly kind: 'evaluation'; readonly step: number; readonly steps: number } & EvaluatedLosses)
  | { readonly kind: 'checkpoint'; readonly step: number; readonly file: string };

export interface PretrainResult {
  /** Updates made in all. */
  readonly step: number;
  /** Whether `signal` ended the run before its time. */
  readonly stopped: boolean;
  readonly unigramBaseline: number;
  readonly nextSentenceBaseline: number;
  /** On the held-out text, at the end; `undefined` when the run was stopped. */
  readonly evaluation: EvaluatedLosses | undefined;
}

/**
 * Pre-trains a BERT on text: masked words and next sentences, AdamW, a linear warm-up and decay.
 *
 * A run that was stopped goes on exactly: N updates, a stop, and N more give the same parameters, bit for bit, as 2N in
 * one go, on the same machine with as many threads. An update that the stop interrupts is made again.
 *
 * @throws {RunExistsError} `output` holds a run, and `existing` does not say what to do with it
 * @throws {NoRunError}, {ResumeMismatchError} on resume
 * @throws {TrainingOptionError} options do not fit each other
 * @throws {NonFiniteLossError} the last checkpoint stays as it is
 * @throws {FileError} such as for a full disk: the last checkpoint stays as it is
 * @see Devlin et al. 2019, section 3.1 and appendix A
 */
export async function pretrain(options: PretrainOptions): Promise<PretrainResult> {
  const {
    output,
    tokenizer,
    config,
    steps,
    signal,
    onProgress = () => {},
    existing = 'refuse',
    dtype = 'F32',
  } = options;
  const settings = withDefaults(options);
  checkFit(settings, config, tokenizer);
  const schedule = linearSchedule({ ...settings, steps });
  await refuseExistingRun(output, existing);
  const saved = existing === 'resume' ? await openCheckpoint(output) : undefined;

  const corpus = await createCorpus(options.documents, {
    encode: (text) => tokenizer.encodeToIds(text, { specialTokens: false }),
    vocabularySize: tokenizer.vocabularySize,
    onProgress: (progress) => onProgress({ kind: 'corpus', ...progress }),
    ...(signal && { signal }),
  });
  const runSettings = {
    ...settings,
    config: serializeConfig(config, { architecture: pretrainingHead.architecture }),
    corpus: corpusFingerprint(corpus),
  };
  if (saved !== undefined) refuseOtherSettings(output, saved.state.settings, runSettings);

  const data = prepareData(corpus, tokenizer, settings);
  const specs = pretrainingHead.parameters(config);
  const trainee = await createTrainee(options.runtime, {
    config,
    head: pretrainingHead,
    shape: data.shape,
    parameters: initializeParameters(specs, config, settings.seed),
    seed: settings.seed,
    optimizer: { weightDecay: settings.weightDecay },
  });
  let log: MetricsLog | undefined;
  try {
    await saved?.restore(trainee);
    let position: PretrainingState = saved?.state.data ?? { pass: 0, position: 0 };
    for (const [name, content] of Object.entries(tokenizerFiles(tokenizer))) await output.write(name, content);
    log = await MetricsLog.open(output, { keepUntil: trainee.step });

    const start = {
      kind: 'start',
      step: trainee.step,
      steps,
      parameterCount: parameterCount(specs),
      trainingTokens: data.trainingTokens,
      heldOutTokens: data.heldOutTokens,
      unigramBaseline: data.unigramBaseline,
      nextSentenceBaseline: data.nextSentenceBaseline,
    } as const;
    onProgress(start);
    log.add(start);

    const save = async () => {
      await log?.flush();
      await saveCheckpoint(output, trainee, { step: trainee.step, data: position, settings: runSettings });
      await saveModel(output, {
        config,
        parameters: trainee.parameters,
        architecture: pretrainingHead.architecture,
        dtype,
      });
      onProgress({ kind: 'checkpoint', step: trainee.step, file: checkpointFile });
    };
    const evaluate = async () => {
      const losses = await evaluateOn(trainee, data.evaluation(), signal);
      if (losses === undefined) return undefined;
      const event = { kind: 'evaluation', step: trainee.step, steps, ...losses } as const;
      onProgress(event);
      log?.add(event);
      return losses;
    };

    const clock = createClock(trainee.step, steps);
    let pulled = position;
    const batches = data.training(position, (state) => {
      pulled = state;
    });
    // Before the first update too: it shows where training starts, and all memory is taken from the beginning.
    let evaluation = trainee.step === 0 || trainee.step >= steps ? await evaluate() : undefined;
    if (trainee.step < steps) {
      for await (const report of train(trainee, batches, { schedule, signal, ...settings })) {
        position = pulled;
        const event = { kind: 'step', steps, ...summary(report), ...clock(report) } as const;
        onProgress(event);
        log.add(event);
        const isLast = trainee.step >= steps;
        if (isLast || trainee.step % settings.evaluateEvery === 0) evaluation = await evaluate();
        if (isLast) break;
        if (trainee.step % settings.checkpointEvery === 0) await save();
      }
    }
    await save();
    const stopped = trainee.step < steps;
    return {
      step: trainee.step,
      stopped,
      unigramBaseline: data.unigramBaseline,
      nextSentenceBaseline: data.nextSentenceBaseline,
      evaluation: stopped ? undefined : evaluation,
    };
  } finally {
    await log?.flush().catch(() => {}); // the failure that brought us here is the one to tell
    await trainee.dispose();
  }
}

type Settings = ReturnType<typeof withDefaults>;

/** Every setting that the result depends on, but the number of steps: a run may be made longer when it is resumed. */
function withDefaults(options: PretrainOptions) {
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

function checkFit({ sequenceLength }: Settings, config: BertConfig, tokenizer: Tokenizer): void {
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

async function refuseExistingRun(output: Files, existing: 'refuse' | 'resume' | 'overwrite'): Promise<void> {
  if (existing !== 'refuse') return;
  for (const file of [checkpointFile, 'model.safetensors']) {
    if ((await output.size(file)) !== undefined) throw new RunExistsError({ location: output.location, file });
  }
}

function refuseOtherSettings(
  output: Files,
  saved: Readonly<Record<string, string | number>>,
  now: Readonly<Record<string, string | number>>,
): void {
  const differences = Object.entries(now).flatMap(([name, value]) => {
    if (saved[name] === value || isFree(name)) return [];
    if (name === 'corpus') return ['the text or the vocabulary is not the same'];
    return name === 'config' ? ['the config is not the same'] : [`${name} was ${saved[name]} and is now ${value}`];
  });
  if (differences.length > 0) throw new ResumeMismatchError({ location: output.location, differences });
}

/** How often to look and to save changes nothing of what is trained. */
function isFree(name: string): boolean {
  return name === 'evaluateEvery' || name === 'checkpointEvery' || name === 'evaluationSequences';
}

/** The text in two parts, and the batches of each. */
function prepareData(corpus: Corpus, tokenizer: Tokenizer, settings: Settings) {
  const { batchSize, sequenceLength, seed } = settings;
  const { training, heldOut } = splitCorpus(corpus, { share: settings.heldOutShare, seed });
  const predictionsPerSequence = Math.ceil(sequenceLength * maskProbability);
  const shape: BatchShape = { batchSize, sequenceLength, predictionsPerSequence };
  const { clsId, sepId, maskId, padId, unkId, vocabularySize } = tokenizer;
  const vocabulary = { clsId, sepId, maskId, padId, vocabularySize, specialIds: [padId, unkId, clsId, sepId, maskId] };
  const options: PretrainingOptions = {
    vocabulary,
    batchSize,
    maxSequenceLength: sequenceLength,
    maskProbability,
    maxPredictionsPerSequence: predictionsPerSequence,
    seed,
  };
  const held = evaluationBatches(heldOut, options).slice(0, Math.ceil(settings.evaluationSequences / batchSize));
  return {
    shape,
    trainingTokens: countCorpus(training).tokenCount,
    heldOutTokens: countCorpus(heldOut).tokenCount,
    unigramBaseline: unigramBaseline(training, held, vocabulary),
    nextSentenceBaseline: majorityShare(held.flatMap(({ nextSentenceLabel }) => [...nextSentenceLabel])),
    evaluation: () => held.map((batch) => pretrainingBatch(batch, shape)),
    *training(from: PretrainingState, onState: (state: PretrainingState) => void) {
      for (const batch of pretrainingBatches(training, options, from)) {
        onState(batch.state);
        yield pretrainingBatch(batch, shape);
      }
    },
  };
}

/** The share of the more frequent of two labels, 0 and 1; others do not count. */
function majorityShare(labels: readonly number[]): number {
  const [zeros, ones] = [0, 1].map((label) => labels.filter((other) => other === label).length);
  return Math.max(zeros ?? 0, ones ?? 0) / ((zeros ?? 0) + (ones ?? 0));
}

const maskProbability = 0.15; // Devlin et al. 2019, section 3.1

/** `undefined` when it is stopped. */
async function evaluateOn(
  trainee: Trainee,
  batches: readonly ReturnType<typeof pretrainingBatch>[],
  signal: AbortSignal | undefined,
): Promise<EvaluatedLosses | undefined> {
  const parts: LossSums[] = [];
  for (const batch of batches) {
    if (signal?.aborted) return undefined;
    parts.push(await trainee.evaluate(batch));
  }
  return means(addLosses(parts));
}

function means(losses: LossSums): EvaluatedLosses {
  const mean = (name: string) => {
    const { sum, correct, count } = losses[name] ?? { sum: Number.NaN, correct: Number.NaN, count: 1 };
    return { loss: sum / count, accuracy: correct / count };
  };
  return { maskedLm: mean('maskedLm'), nextSentence: mean('nextSentence') };
}

function summary({ step, losses, learningRate, gradientNorm }: StepReport) {
  return { step, learningRate, gradientNorm, ...means(losses) };
}

/** Speed and time left, over the last 20 updates or so: it follows a change, and does not jump. */
function createClock(
  firstStep: number,
  steps: number,
): (report: StepReport) => { tokensPerSecond: number; secondsLeft: number } {
  let last = performance.now();
  let secondsPerStep: number | undefined;
  let tokensPerSecond = 0;
  return ({ step, tokenCount }) => {
    const now = performance.now();
    const seconds = (now - last) / 1000;
    last = now;
    const weight = Math.max(1 / (step - firstStep), 0.05);
    secondsPerStep = (secondsPerStep ?? seconds) * (1 - weight) + seconds * weight;
    tokensPerSecond = tokensPerSecond * (1 - weight) + (tokenCount / seconds) * weight;
    return { tokensPerSecond, secondsLeft: secondsPerStep * (steps - step) };
  };
}
