/** A text that a pipeline cannot take. */
export class TextError extends Error {
  override readonly name = 'TextError';
  readonly code = 'BERTKIT_TEXT';
}

/** The files of a directory do not belong together. */
export class ModelFilesError extends Error {
  override readonly name = 'ModelFilesError';
  readonly code = 'BERTKIT_MODEL_FILES';
}

/** A pipeline's option means nothing for its model. */
export class PipelineOptionError extends Error {
  override readonly name = 'PipelineOptionError';
  readonly code = 'BERTKIT_PIPELINE_OPTION';
}
