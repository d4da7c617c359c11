export { type AdamWOptions, adamWDefaults } from './adamw.js';
export { checkpointFile, openRun, type RunState, type SavedRun } from './checkpoint.js';
export {
  CheckpointError,
  NonFiniteLossError,
  NoRunError,
  ResumeMismatchError,
  RunExistsError,
  TrainingOptionError,
} from './errors.js';
export { metricsFile } from './metrics-log.js';
export { type PretrainResult, pretrain } from './pretrain.js';
export type { EvaluatedLosses, PretrainEvent } from './pretrain-events.js';
export type { PretrainOptions } from './pretrain-settings.js';
export { linearSchedule, type Schedule } from './schedule.js';
export { type StepReport, type TrainOptions, train } from './train.js';
export { createTrainee, type LossSum, type LossSums, Trainee, type TraineeOptions } from './trainee.js';
export { buildTrainingGraph, type TrainingGraph } from './training-graph.js';
