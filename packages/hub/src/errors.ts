/** What was asked for cannot be: an id, a revision, an address or a token that is none. Nothing was sent. */
export class HubInputError extends Error {
  override readonly name = 'HubInputError';
  readonly code = 'BERTKIT_HUB_INPUT';
}

/** The endpoint has no such model, the model no such revision, or the revision no such file. */
export class ModelNotFoundError extends Error {
  override readonly name = 'ModelNotFoundError';
  readonly code = 'BERTKIT_HUB_NOT_FOUND';
}

/** The endpoint does not give this model to everybody: it asks for a token, or for another one. */
export class ModelAccessError extends Error {
  override readonly name = 'ModelAccessError';
  readonly code = 'BERTKIT_HUB_ACCESS';
}

/** The cache lacks something, and the network may not be used, or cannot be. */
export class HubOfflineError extends Error {
  override readonly name = 'HubOfflineError';
  readonly code = 'BERTKIT_HUB_OFFLINE';
  /** Names of the files that the cache lacks; empty where it does not know which files there are. */
  readonly missing: readonly string[];

  /** @param because  why it is not fetched: a whole sentence */
  constructor(options: {
    model: string;
    location: string;
    missing?: readonly string[];
    because: string;
    cause?: unknown;
  }) {
    const { model, location, missing = [], because, cause } = options;
    const what = missing.length === 0 ? model : `${missing.join(', ')} of ${model}`;
    super(
      `${what} ${missing.length > 1 ? 'are' : 'is'} not in the cache ${location}. ${because}`,
      cause === undefined ? {} : { cause },
    );
    this.missing = missing;
  }
}

/** The endpoint cannot be reached, fails, or answers what cannot be understood. */
export class EndpointError extends Error {
  override readonly name = 'EndpointError';
  readonly code = 'BERTKIT_HUB_ENDPOINT';
}

/** A file did not come whole, also not after some tries; or more came than there should be. */
export class TransferError extends Error {
  override readonly name = 'TransferError';
  readonly code = 'BERTKIT_HUB_TRANSFER';
  readonly file: string;
  readonly receivedBytes: number;
  /** In bytes, as the endpoint lists it. */
  readonly size: number;

  /** @param because  the end of the sentence "FILE …" */
  constructor(options: { file: string; receivedBytes: number; size: number; because: string; cause?: unknown }) {
    const { file, receivedBytes, size, because, cause } = options;
    super(`${file} ${because}.`, cause === undefined ? {} : { cause });
    this.file = file;
    this.receivedBytes = receivedBytes;
    this.size = size;
  }
}

/** A file came whole, but is not the one that the endpoint lists. */
export class HashMismatchError extends Error {
  override readonly name = 'HashMismatchError';
  readonly code = 'BERTKIT_HUB_HASH';
  readonly file: string;
  readonly expected: string;
  readonly actual: string;

  constructor({ file, expected, actual }: { file: string; expected: string; actual: string }) {
    super(
      `${file} has the hash ${actual}, but the endpoint lists ${expected}: it was changed on the way, and has not been kept.`,
    );
    this.file = file;
    this.expected = expected;
    this.actual = actual;
  }
}

/** Whether an error is one of this package's. */
export function isHubError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('BERTKIT_HUB_');
}
