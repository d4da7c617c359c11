import type { TrainingBatch } from '@bertkit/heads';
import { NonFiniteLossError } from './errors.js';
import type { Schedule } from './schedule.js';
import type { LossSums, Trainee } from './trainee.js';

export interface TrainOptions {
  readonly schedule: Schedule;
  /** How many batches make an update. Default 1. */
  readonly accumulate?: number | undefined;
  /** Gradients of a larger norm are scaled down to it. Default 1. */
  readonly maxGradientNorm?: number | undefined;
  /** Ends the training before the next batch; the update under way is dropped. */
  readonly signal?: AbortSignal | undefined;
}

/** What an update did. */
export interface StepReport {
  /** Its number, from 1. */
  readonly step: number;
  /** The sum of the losses' means: what is trained. */
  readonly loss: number;
  readonly losses: LossSums;
  readonly learningRate: number;
  /** Before clipping. */
  readonly gradientNorm: number;
  readonly tokenCount: number;
}

/**
 * Trains until `batches` ends, the caller breaks off, or `signal` aborts. Yields after every update, when nothing is
 * under way, so that what consumes it may evaluate, save, or stop.
 *
 * Several batches to an update give what one large batch would: the targets of all are counted first, and each batch's
 * sums are divided by these counts (`huggingface/transformers#34191` tells what means of means do).
 *
 * @throws {NonFiniteLossError} before the parameters are touched
 */
export async function* train(
  trainee: Trainee,
  batches: Iterable<TrainingBatch>,
  { schedule, accumulate = 1, maxGradientNorm = 1, signal }: TrainOptions,
): AsyncGenerator<StepReport, void, void> {
  for (const group of groupsOf(batches, accumulate)) {
    const targetCounts = addUp(group.map((batch) => batch.targetCounts));
    const parts: LossSums[] = [];
    for (const [index, batch] of group.entries()) {
      if (signal?.aborted) return; // between batches: nothing stops ONNX Runtime inside one
      parts.push(await trainee.backward(batch, index, targetCounts));
    }
    const losses = addLosses(parts);
    const loss = Object.values(losses).reduce((sum, part) => sum + (part.count === 0 ? 0 : part.sum / part.count), 0);
    const gradientNorm = trainee.gradientNorm();
    if (!Number.isFinite(loss + gradientNorm))
      throw new NonFiniteLossError({ step: trainee.step + 1, loss, gradientNorm });
    const learningRate = schedule(trainee.step);
    trainee.update({ learningRate, gradientScale: Math.min(1, maxGradientNorm / (gradientNorm + 1e-6)) }); // as in PyTorch
    const tokenCount = group.reduce((sum, batch) => sum + batch.tokenCount, 0);
    yield { step: trainee.step, loss, losses, learningRate, gradientNorm, tokenCount };
  }
}

/** The losses of several batches as those of one. */
export function addLosses(parts: readonly LossSums[]): LossSums {
  const lossNames = Object.keys(parts[0] ?? {});
  const total = (name: string, field: 'sum' | 'correct' | 'count') =>
    parts.reduce((sum, part) => sum + (part[name]?.[field] ?? 0), 0);
  return Object.fromEntries(
    lossNames.map((name) => [
      name,
      { sum: total(name, 'sum'), correct: total(name, 'correct'), count: total(name, 'count') },
    ]),
  );
}

function addUp(parts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const part of parts) for (const [name, count] of Object.entries(part)) sums[name] = (sums[name] ?? 0) + count;
  return sums;
}

/** Pulls `size` items at a time, and not one more, so that the source's position is that of the last group. */
function* groupsOf<Item>(items: Iterable<Item>, size: number): Generator<Item[], void, void> {
  const iterator = items[Symbol.iterator]();
  try {
    for (let next = iterator.next(); !next.done; next = iterator.next()) {
      const group = [next.value];
      while (group.length < size) {
        const another = iterator.next();
        if (another.done) break;
        group.push(another.value);
      }
      yield group;
    }
  } finally {
    iterator.return?.();
  }
}
