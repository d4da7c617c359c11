/** The command line asks for what there is not. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly code = 'BERTKIT_BENCH_USAGE';
}

/** A process that is measured ended or gave an answer that cannot be used. */
export class PeerError extends Error {
  override readonly name = 'PeerError';
  readonly code = 'BERTKIT_BENCH_PEER';
}

/** The Python of the peers could not be set up. */
export class PythonError extends Error {
  override readonly name = 'PythonError';
  readonly code = 'BERTKIT_BENCH_PYTHON';
}
