import { TrainingOptionError } from './errors.js';

/** The learning rate of each update, counted from 0. */
export type Schedule = (step: number) => number;

/**
 * Rises from 0 to `learningRate` over `warmupSteps`, then falls to 0 at `steps`, both in a straight line. With a warm-up
 * the first update has the rate 0, as in the reference.
 *
 * @see Devlin et al. 2019, appendix A.2; `get_linear_schedule_with_warmup` in HF transformers
 */
export function linearSchedule({
  learningRate,
  warmupSteps,
  steps,
}: {
  learningRate: number;
  warmupSteps: number;
  steps: number;
}): Schedule {
  if (!(learningRate > 0)) throw new TrainingOptionError(`learningRate is ${learningRate}, but must be above 0.`);
  if (!(warmupSteps >= 0 && warmupSteps <= steps)) {
    throw new TrainingOptionError(
      `warmupSteps is ${warmupSteps}, but must be between 0 and the number of steps, ${steps}.`,
    );
  }
  return (step) =>
    learningRate *
    (step < warmupSteps
      ? step / Math.max(1, warmupSteps)
      : Math.max(0, (steps - step) / Math.max(1, steps - warmupSteps)));
}
