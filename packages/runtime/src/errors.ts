/** The engine refuses a graph, or a weight does not fit it. */
export class CompileError extends Error {
  override readonly name = 'CompileError';
  readonly code = 'BERTKIT_COMPILE';
}

/** A run was asked for something that the session cannot do, or the engine failed. The session can be used further. */
export class RunError extends Error {
  override readonly name = 'RunError';
  readonly code = 'BERTKIT_RUN';
}

/** There is no file of that name. */
export class FileMissingError extends Error {
  override readonly name = 'FileMissingError';
  readonly code = 'BERTKIT_FILE_MISSING';
  readonly location: string;
  readonly file: string;

  constructor({ location, file, cause }: { location: string; file: string; cause?: unknown }) {
    super(`There is no ${file} in ${location}.`, cause === undefined ? {} : { cause });
    this.location = location;
    this.file = file;
  }
}

/** A file could not be read, written or removed, or its name is not allowed; or a whole place could not be listed. */
export class FileError extends Error {
  override readonly name = 'FileError';
  readonly code = 'BERTKIT_FILE';
  readonly location: string;
  /** `undefined` where the place as a whole is meant. */
  readonly file: string | undefined;

  /** @param because  the end of the sentence "FILE in LOCATION …", such as "could not be read: the disk failed" */
  constructor(options: { location: string; file?: string | undefined; because: string; cause?: unknown }) {
    const { location, file, because, cause } = options;
    super(`${file === undefined ? '' : `${file} in `}${location} ${because}.`, cause === undefined ? {} : { cause });
    this.location = location;
    this.file = file;
  }
}
