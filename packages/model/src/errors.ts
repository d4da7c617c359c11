/** A `config.json` is not JSON, holds values that mean nothing, or asks for a model that bertkit does not have. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly code = 'BERTKIT_CONFIG';
  /** One sentence for each fault. */
  readonly problems: readonly string[];

  constructor({ where, problems, cause }: { where: string; problems: readonly string[]; cause?: unknown }) {
    super(listed(where, problems), cause === undefined ? {} : { cause });
    this.problems = problems;
  }
}

/** A directory does not hold the files that make a checkpoint. */
export class CheckpointFilesError extends Error {
  override readonly name = 'CheckpointFilesError';
  readonly code = 'BERTKIT_CHECKPOINT_FILES';
  readonly location: string;

  /** @param found  the end of the sentence "LOCATION has no FILE…": what is there instead, and what to do */
  constructor({ location, file, found = '' }: { location: string; file: string; found?: string }) {
    super(`${location} has no ${file}${found}.`);
    this.location = location;
  }
}

/** An index lists shards that are not there, lie elsewhere, or do not hold what it says. */
export class ShardsError extends Error {
  override readonly name = 'ShardsError';
  readonly code = 'BERTKIT_SHARDS';

  /** @param options.problem  a whole sentence */
  constructor({ where, problem, cause }: { where: string; problem: string; cause?: unknown }) {
    super(`${where}: ${problem}`, cause === undefined ? {} : { cause });
  }
}

/** A safetensors file breaks the format, or a tensor cannot be written. */
export class SafetensorsError extends Error {
  override readonly name = 'SafetensorsError';
  readonly code = 'BERTKIT_SAFETENSORS';
  readonly fault: SafetensorsFault;

  constructor({ where, fault, problem, cause }: SafetensorsErrorOptions) {
    super(`${where}: ${problem}`, cause === undefined ? {} : { cause });
    this.fault = fault;
  }
}

/** What is wrong: the header itself, a tensor's dtype, its shape, where its bytes are said to lie, or a value. */
export type SafetensorsFault = 'header' | 'dtype' | 'shape' | 'offsets' | 'value';

interface SafetensorsErrorOptions {
  /** The file and its place, or what was to be written. */
  where: string;
  fault: SafetensorsFault;
  /** A whole sentence. */
  problem: string;
  cause?: unknown;
}

/** A `.bin` file is none that PyTorch wrote from a state dict, or asks for what a reader of tensors must not do. */
export class PyTorchFileError extends Error {
  override readonly name = 'PyTorchFileError';
  readonly code = 'BERTKIT_PYTORCH_FILE';
  readonly fault: PyTorchFileFault;

  constructor({ where, fault, problem, cause }: PyTorchFileErrorOptions) {
    super(`${where}: ${problem}`, cause === undefined ? {} : { cause });
    this.fault = fault;
  }
}

/**
 * What is wrong: the file around the pickle, the pickle's own syntax, a class or function that it names, a tensor that
 * reaches beyond its storage, or what it describes is not a dict of tensors by name.
 */
export type PyTorchFileFault = 'container' | 'pickle' | 'forbidden' | 'storage' | 'state_dict';

interface PyTorchFileErrorOptions {
  /** The file and its place; within a pickle, the byte too. */
  where: string;
  fault: PyTorchFileFault;
  /** A whole sentence. */
  problem: string;
  cause?: unknown;
}

/** The tensors of a checkpoint are not those that its `config.json` asks for, or hold no numbers that can be read. */
export class CheckpointTensorsError extends Error {
  override readonly name = 'CheckpointTensorsError';
  readonly code = 'BERTKIT_CHECKPOINT_TENSORS';
  readonly problems: readonly TensorProblem[];

  constructor({ where, problems }: { where: string; problems: readonly TensorProblem[] }) {
    super(
      listed(
        where,
        problems.map((problem) => problem.message),
      ),
    );
    this.problems = problems;
  }
}

export interface TensorProblem {
  /** `ambiguous`: stored twice, under an old and a new name. */
  readonly kind: 'missing' | 'shape' | 'dtype' | 'ambiguous';
  /** The name asked for. */
  readonly tensor: string;
  /** One sentence. */
  readonly message: string;
}

function listed(where: string, problems: readonly string[]): string {
  if (problems.length === 1) return `${where}: ${problems[0]}`;
  return `${where} has ${problems.length} faults:\n${problems.map((problem) => `- ${problem}`).join('\n')}`;
}
