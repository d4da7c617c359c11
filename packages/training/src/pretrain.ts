import { pretrainingHead, type TrainingBatch } from '@bertkit/heads';
import { corpusFingerprint, createCorpus, type PretrainingState } from '@bertkit/masking';
import { initializeParameters, parameterCount, saveModel, serializeConfig } from '@bertkit/model';
import { definitionFiles } from '@bertkit/tokenizer';
import { checkpointFile, openRun, saveRun } from './checkpoint.js';
import { refuseExistingRun, refuseOtherSettings } from './existing-run.js';
import { MetricsLog } from './metrics-log.js';
import type { EvaluatedLosses } from './pretrain-events.js';
import { checkFit, type PretrainOptions, withDefaults } from './pretrain-settings.js';
import { preparePretrainingData } from './pretraining-data.js';
import { linearSchedule } from './schedule.js';
import { addLosses, type StepReport, train } from './train.js';
import { createTrainee, type LossSums, type Trainee } from './trainee.js';

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
  checkFit(withDefaults(options), config, tokenizer);
  if (existing === 'refuse') await refuseExistingRun(output);
  const saved = existing === 'resume' ? await openRun(output) : undefined;
  // By default it is a part of the steps, which may be more now: the run goes on as it was started.
  const warmupSteps = options.warmupSteps ?? wholeNumber(saved?.state.settings['warmupSteps']);
  const settings = withDefaults({ ...options, warmupSteps });
  const schedule = linearSchedule({ ...settings, steps });

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

  const data = preparePretrainingData(corpus, tokenizer, settings);
  const specs = pretrainingHead.parameters(config);
  const trainee = await createTrainee(options.runtime, {
    config,
    head: pretrainingHead,
    shape: data.shape,
    parameters: options.initialParameters ?? initializeParameters(specs, config, settings.seed),
    seed: settings.seed,
    optimizer: { weightDecay: settings.weightDecay },
  });
  let log: MetricsLog | undefined;
  try {
    await saved?.restore(trainee);
    let position: PretrainingState = saved?.state.data ?? { pass: 0, position: 0 };
    // Other programs cut texts by it.
    const definition = { ...tokenizer.definition, modelMaxLength: config.maxPositionEmbeddings };
    for (const [name, content] of Object.entries(definitionFiles(definition))) await output.write(name, content);
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
      await saveRun(output, trainee, { step: trainee.step, data: position, settings: runSettings });
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

function wholeNumber(value: string | number | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** `undefined` when it is stopped. */
async function evaluateOn(
  trainee: Trainee,
  batches: readonly TrainingBatch[],
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
