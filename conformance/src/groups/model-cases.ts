import { join } from 'node:path';
import { encoderInputs, inputNames } from '@bertkit/heads';
import { type BertConfig, loadConfig, loadParameters } from '@bertkit/model';
import type { Runtime } from '@bertkit/runtime';
import { createTrainee, linearSchedule, type Schedule, type Trainee, train } from '@bertkit/training';
import {
  absolute,
  compareExactly,
  compareNumbers,
  compareWeights,
  expectNone,
  globalNorm,
  gradientTolerance,
  proportional,
  relative,
} from '../compare.js';
import { foldersWith } from '../golden-files.js';
import type { GroupContext } from '../group.js';
import { caseName, type ModelCase, type OptimizerSettings, readDescription, readModelCase } from '../model-case.js';
import { type ExpectedTensor, readTensors } from '../read-tensors.js';
import type { Case } from '../report.js';
import { type LoadedModel, runModel } from '../run-model.js';
import { encoderFeeds, slotLogits, type Task, tasks, trainingBatch, unsupportedFeeds } from '../task.js';

/** Models: their outputs, loss, every gradient, and what optimiser steps make of them. */
export async function runModelCases({ folder, runtime, report }: GroupContext): Promise<void> {
  for (const directory of foldersWith('case.json', folder)) {
    await report.case(caseName(directory), async (each) => {
      const description = readDescription(directory);
      const task = tasks.get(description.head);
      if (task === undefined) return each.skip(`the head ${description.head}, which comes later`);
      const modelCase = readModelCase(directory, description);
      const [unsupported] = unsupportedFeeds(modelCase, task);
      if (unsupported !== undefined) return each.skip(`the input ${unsupported}, which comes later`);
      await runModelCase(modelCase, task, runtime, each);
    });
  }
}

/** Every case is in eval mode, its optimiser steps too. */
const withoutDropout = { hiddenDropoutProb: 0, attentionProbsDropoutProb: 0 };

async function runModelCase(modelCase: ModelCase, task: Task, runtime: Runtime, each: Case): Promise<void> {
  const files = runtime.open(modelCase.folder);
  const stored = await loadConfig(files);
  const specs = task.head.parameters(stored);
  const { parameters, config: loaded } = await loadParameters(files, stored, specs);
  const model = { specs, parameters, config: { ...loaded, ...withoutDropout } };
  await checkOutputs(modelCase, task, model, runtime, each);
  await checkLossAndGradients(modelCase, task, model, runtime, each);
  for (const [name, settings] of Object.entries(modelCase.description.optimizers ?? {})) {
    await checkSteps(modelCase, task, model, settings, runtime, {
      check: (what, mismatch) => each.check(`${name}: ${what}`, mismatch),
      skip: each.skip,
    });
  }
}

async function checkOutputs(
  { expected, ...modelCase }: ModelCase,
  task: Task,
  model: LoadedModel,
  runtime: Runtime,
  each: Case,
): Promise<void> {
  const tolerance = absolute(modelCase.description.tolerances.outputs);
  const feeds = encoderFeeds({ expected, ...modelCase });
  const logits = await runModel(runtime, model, (context) => task.logits(encoderInputs(), context), feeds);
  for (const [name, { data }] of Object.entries(logits)) {
    const wanted = expected.get(name);
    if (wanted !== undefined) each.check(name, compareNumbers(data, wanted.data, tolerance));
  }
  const inner = [...expected.keys()].filter((name) => /^(hidden_states|attentions)\.\d+$/.test(name));
  for (const name of inner) each.skip(`${name.replace(/\.\d+$/, '')}, which are not given out yet`);

  const masked = expected.get('masked_logits');
  if (masked !== undefined) {
    const { batch, shape } = trainingBatch({ expected, ...modelCase }, task);
    const { [inputNames.maskedLabels]: labels, [inputNames.nextSentenceLabels]: _, ...slotFeeds } = batch.feeds;
    const { slots } = await runModel(runtime, model, (context) => ({ slots: slotLogits(context, shape) }), slotFeeds);
    const width = masked.shape[1] ?? 0;
    const labelled = Array.from(labels?.data ?? [], (label, slot) => (label < 0 ? [] : [slot])).flat();
    const rows = labelled.flatMap((slot) => [...(slots?.data.subarray(slot * width, (slot + 1) * width) ?? [])]);
    each.check('masked_logits', compareNumbers(rows, masked.data, tolerance));
  }
}

async function checkLossAndGradients(
  modelCase: ModelCase,
  task: Task,
  model: LoadedModel,
  runtime: Runtime,
  each: Case,
): Promise<void> {
  const { expected, description } = modelCase;
  const { tolerances } = description;
  const { batch } = trainingBatch(modelCase, task);
  await using trainee = await createTraineeOf(modelCase, task, model, runtime);
  const losses = await trainee.backward(batch, 0, batch.targetCounts);
  const means = Object.entries(losses).map(([name, { sum, count }]) => [name, sum / count] as const);
  const loss = means.reduce((sum, [, mean]) => sum + mean, 0);
  const check = (what: string, found: number, wanted: ExpectedTensor | undefined) => {
    if (wanted !== undefined) each.check(what, compareNumbers([found], wanted.data, relative(tolerances.loss)));
  };
  check('loss', loss, expected.get('loss'));
  for (const [name, mean] of means) check(name, mean, expected.get(task.lossNames[name] ?? name));
  const { sum = Number.NaN, count = Number.NaN } = losses['maskedLm'] ?? {};
  check('google.masked_lm_loss', sum / (count + 1e-5), expected.get('google.masked_lm_loss'));
  const evaluated = Object.values(await trainee.evaluate(batch)).reduce((all, part) => all + part.sum / part.count, 0);
  check('loss of evaluate()', evaluated, expected.get('loss'));

  const gradients = trainee.store.views(trainee.store.gradients);
  const wanted = gradientsOf(expected);
  const norm = globalNorm([...wanted.values()].map(({ data }) => data));
  for (const [name, { data }] of wanted) {
    const tolerance = gradientTolerance({
      expected: data,
      globalNorm: norm,
      ofLargest: tolerances.grad_of_tensor_largest ?? 0,
      ofGlobalNorm: tolerances.grad_of_global_norm ?? 0,
    });
    each.check(`gradient of ${name}`, compareNumbers(gradients.get(name)?.data ?? [], data, tolerance));
  }
  const without = [...gradients.keys()].filter((name) => !wanted.has(name)).toSorted();
  const wantedWithout = (description.parameters_without_gradient ?? []).toSorted();
  each.check('parameters_without_gradient', compareExactly(without, wantedWithout));
  const moved = without.filter((name) => gradients.get(name)?.data.some((value) => value !== 0));
  each.check('gradients of those', expectNone(moved));

  const padRow = expected.get('google_pad_row_grad');
  if (padRow !== undefined) await checkPadRow(modelCase, task, model, runtime, { padRow, norm }, each);
}

/** With no padding token, as in Google's code, the word table's row 0 gets what its lookups send it. */
async function checkPadRow(
  modelCase: ModelCase,
  task: Task,
  model: LoadedModel,
  runtime: Runtime,
  { padRow, norm }: { padRow: ExpectedTensor; norm: number },
  each: Case,
): Promise<void> {
  const { tolerances } = modelCase.description;
  const { batch } = trainingBatch(modelCase, task);
  const config = { ...model.config, padTokenId: null };
  await using trainee = await createTraineeOf(modelCase, task, { ...model, config }, runtime);
  await trainee.backward(batch, 0, batch.targetCounts);
  const name = 'bert.embeddings.word_embeddings.weight';
  const row = trainee.store.views(trainee.store.gradients).get(name)?.data.subarray(0, padRow.data.length) ?? [];
  const tolerance = gradientTolerance({
    expected: gradientsOf(modelCase.expected).get(name)?.data ?? padRow.data,
    globalNorm: norm,
    ofLargest: tolerances.grad_of_tensor_largest ?? 0,
    ofGlobalNorm: tolerances.grad_of_global_norm ?? 0,
  });
  each.check('google_pad_row_grad', compareNumbers(row, padRow.data, tolerance));
}

async function checkSteps(
  modelCase: ModelCase,
  task: Task,
  model: LoadedModel,
  settings: OptimizerSettings,
  runtime: Runtime,
  each: Case,
): Promise<void> {
  const schedule = scheduleOf(settings);
  if (typeof schedule === 'string') return each.skip(schedule);
  const { description } = modelCase;
  const { tolerances } = description;
  const { batch } = trainingBatch(modelCase, task);
  const expected = readTensors(join(modelCase.folder, settings.file));
  const [beta1, beta2] = settings.betas ?? [undefined, undefined];
  await using trainee = await createTraineeOf(modelCase, task, model, runtime, {
    weightDecay: settings.weight_decay,
    ...(beta1 !== undefined && beta2 !== undefined && { beta1, beta2 }),
    ...(settings.eps !== undefined && { epsilon: settings.eps }),
  });
  if (description.no_decay !== undefined) {
    const undecayed = trainee.store.segments.filter(({ decays }) => !decays).map(({ name }) => name);
    each.check('no_decay', compareExactly(undecayed.toSorted(), description.no_decay.toSorted()));
  }

  const losses: number[] = [];
  const norms: number[] = [];
  const rates: number[] = [];
  const batches = Array.from({ length: settings.steps }, () => batch);
  const maxGradientNorm = settings.clip ?? Number.POSITIVE_INFINITY;
  for await (const report of train(trainee, batches, { schedule, maxGradientNorm })) {
    losses.push(report.loss);
    norms.push(report.gradientNorm);
    rates.push(report.learningRate);
    if (!settings.weights_after.includes(report.step)) continue;
    const reach = rates.reduce((sum, rate) => sum + rate, 0);
    for (const [name, { data }] of trainee.parameters) {
      const wanted = expected.get(`after${report.step}.${name}`);
      if (wanted === undefined) continue;
      const loose = description.loose_tensors?.includes(name) ?? false;
      const { weights: bound = 0, weights_share: share = 0 } = tolerances;
      each.check(`after${report.step}.${name}`, compareWeights(data, wanted.data, { bound, share, reach, loose }));
    }
    const prefix = `after${report.step}.`;
    const unknown = [...expected.keys()].filter(
      (name) => name.startsWith(prefix) && !trainee.parameters.has(name.slice(prefix.length)),
    );
    each.check(`weights after ${report.step} that are no parameters here`, expectNone(unknown));
  }
  const ofLosses = relative(tolerances.steps_losses ?? tolerances.loss);
  each.check('losses', compareNumbers(losses, expected.get('losses')?.data ?? [], ofLosses));
  each.check('grad_norms', compareNumbers(norms, expected.get('grad_norms')?.data ?? [], ofLosses));
  // Stored as float32, whose unit is 2^-23 of a number at most.
  each.check('lrs', compareNumbers(rates, expected.get('lrs')?.data ?? [], proportional(2 ** -23)));
}

/** The rates, or why these steps cannot be taken yet. */
function scheduleOf({ kind, schedule, lr }: OptimizerSettings): Schedule | string {
  if (kind !== 'torch.optim.AdamW') return `steps of ${kind}, which comes later`;
  if (schedule === null) return () => lr;
  if (schedule.name !== 'linear_with_warmup') return `the schedule ${schedule.name}, which comes later`;
  return linearSchedule({
    learningRate: lr,
    warmupSteps: schedule.num_warmup_steps,
    steps: schedule.num_training_steps,
  });
}

function createTraineeOf(
  modelCase: ModelCase,
  task: Task,
  { config, parameters }: { config: BertConfig; parameters: LoadedModel['parameters'] },
  runtime: Runtime,
  optimizer?: Parameters<typeof createTrainee>[1]['optimizer'],
): Promise<Trainee> {
  const { shape } = trainingBatch(modelCase, task);
  return createTrainee(runtime, { config, parameters, head: task.head, shape, seed: 0, optimizer });
}

function gradientsOf(expected: ReadonlyMap<string, ExpectedTensor>): Map<string, ExpectedTensor> {
  const prefix = 'grad.';
  return new Map(
    [...expected].flatMap(([name, tensor]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), tensor] as const] : [],
    ),
  );
}
