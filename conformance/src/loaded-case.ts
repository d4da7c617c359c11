import type { Runtime } from '@bertkit/runtime';
import { type AdamWOptions, createTrainee, type Trainee } from '@bertkit/training';
import type { ModelCase } from './model-case.js';
import type { LoadedModel } from './run-model.js';
import { type Task, trainingBatch } from './task.js';

/** A case with its model, ready to be run. */
export interface LoadedCase {
  readonly modelCase: ModelCase;
  readonly task: Task;
  readonly model: LoadedModel;
  readonly runtime: Runtime;
}

/** A case's model in training. Cases are in eval mode, their optimiser steps too, so there is no dropout. */
export function createCaseTrainee(
  { modelCase, task, model, runtime }: LoadedCase,
  optimizer?: Partial<AdamWOptions>,
): Promise<Trainee> {
  return createTrainee(runtime, {
    config: { ...model.config, hiddenDropoutProb: 0, attentionProbsDropoutProb: 0 },
    parameters: model.parameters,
    head: task.head,
    shape: trainingBatch(modelCase, task).shape,
    seed: 0, // of dropout
    optimizer,
  });
}
