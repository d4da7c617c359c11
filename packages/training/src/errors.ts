/** A loss or a gradient is no number any more. The parameters are those of the step before. */
export class NonFiniteLossError extends Error {
  override readonly name = 'NonFiniteLossError';
  readonly code = 'BERTKIT_NON_FINITE_LOSS';
  /** The update that was not made, from 1. */
  readonly step: number;

  constructor({ step, loss, gradientNorm }: { step: number; loss: number; gradientNorm: number }) {
    super(
      `At step ${step} the loss is ${loss} and the gradient norm ${gradientNorm}, so the step was not taken: ` +
        'try a lower learning rate or a longer warm-up.',
    );
    this.step = step;
  }
}

/** The directory to train into already holds a run. */
export class RunExistsError extends Error {
  override readonly name = 'RunExistsError';
  readonly code = 'BERTKIT_RUN_EXISTS';

  constructor({ location, file }: { location: string; file: string }) {
    super(`${location} already holds a training run (${file}): go on with it by resume, or replace it by overwrite.`);
  }
}

/** There is nothing to resume. */
export class NoRunError extends Error {
  override readonly name = 'NoRunError';
  readonly code = 'BERTKIT_NO_RUN';

  constructor({ location, file }: { location: string; file: string }) {
    super(`There is no ${file} in ${location} to resume from: start the run without resume.`);
  }
}

/** A run is to be resumed under other settings, or on other data, than it was started with. */
export class ResumeMismatchError extends Error {
  override readonly name = 'ResumeMismatchError';
  readonly code = 'BERTKIT_RESUME_MISMATCH';

  constructor({ location, differences }: { location: string; differences: readonly string[] }) {
    super(`The run in ${location} was started otherwise, so it cannot go on exactly: ${differences.join('; ')}.`);
  }
}

/** An option of a training run makes no sense, alone or with the others. */
export class TrainingOptionError extends Error {
  override readonly name = 'TrainingOptionError';
  readonly code = 'BERTKIT_TRAINING_OPTION';
}

/** A checkpoint does not hold what it should. */
export class CheckpointError extends Error {
  override readonly name = 'CheckpointError';
  readonly code = 'BERTKIT_CHECKPOINT';
}
