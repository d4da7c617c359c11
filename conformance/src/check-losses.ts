import type { Trainee } from '@bertkit/training';
import { compareNumbers, relative } from './compare.js';
import type { LoadedCase } from './loaded-case.js';
import type { Case } from './report.js';
import { trainingBatch } from './task.js';

/** The losses of a case's batch, with its gradients (which the trainee then holds) and without. */
export async function checkLosses({ modelCase, task }: LoadedCase, trainee: Trainee, each: Case): Promise<void> {
  const { expected, description } = modelCase;
  const { batch } = trainingBatch(modelCase, task);
  const losses = await trainee.backward(batch, 0, batch.targetCounts);
  const evaluated = await trainee.evaluate(batch);
  const tolerance = relative(description.tolerances.loss);
  const check = (what: string, found: number, reference: string) => {
    const wanted = expected.get(reference);
    if (wanted !== undefined) each.check(what, compareNumbers([found], wanted.data, tolerance));
  };
  check('loss', total(losses), 'loss');
  check('loss of evaluate()', total(evaluated), 'loss');
  for (const [name, { sum, count }] of Object.entries(losses)) {
    check(name, sum / count, task.lossNames[name] ?? name);
  }
  const { sum = Number.NaN, count = Number.NaN } = losses['maskedLm'] ?? {};
  check('google.masked_lm_loss', sum / (count + 1e-5), 'google.masked_lm_loss');
}

/** The sum of the losses' means: what is trained. */
function total(losses: Awaited<ReturnType<Trainee['evaluate']>>): number {
  return Object.values(losses).reduce((all, { sum, count }) => all + sum / count, 0);
}
