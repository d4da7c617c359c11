import { join } from 'node:path';
import { linearSchedule, type Schedule, train } from '@bertkit/training';
import { compareNames, compareNumbers, compareWeights, proportional, relative } from './compare.js';
import { createCaseTrainee, type LoadedCase } from './loaded-case.js';
import type { OptimizerSettings } from './model-case.js';
import { readTensors } from './read-tensors.js';
import type { Case } from './report.js';
import { trainingBatch } from './task.js';

/** The losses, norms and weights of an optimiser over the same batch again and again. */
export async function checkSteps(loaded: LoadedCase, settings: OptimizerSettings, each: Case): Promise<void> {
  const { modelCase, task } = loaded;
  const schedule = scheduleOf(settings);
  if (typeof schedule === 'string') return each.skip(schedule);
  const { description } = modelCase;
  const { tolerances } = description;
  const { batch } = trainingBatch(modelCase, task);
  const expected = readTensors(join(modelCase.folder, settings.file));
  const [beta1, beta2] = settings.betas ?? [undefined, undefined];
  await using trainee = await createCaseTrainee(loaded, {
    weightDecay: settings.weight_decay,
    ...(beta1 !== undefined && beta2 !== undefined && { beta1, beta2 }),
    ...(settings.eps !== undefined && { epsilon: settings.eps }),
  });
  if (description.no_decay !== undefined) {
    const undecayed = trainee.store.segments.filter(({ decays }) => !decays).map(({ name }) => name);
    each.check('no_decay', compareNames(undecayed, description.no_decay));
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
    const stored = [...expected.keys()]
      .filter((name) => name.startsWith(prefix))
      .map((name) => name.slice(prefix.length));
    each.check(`names of ${prefix}*`, compareNames(trainee.parameters.keys(), stored));
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
