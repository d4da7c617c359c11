/** A graph that cannot be: shapes that do not fit, a gradient that does not exist. */
export class GraphError extends Error {
  override readonly name = 'GraphError';
  readonly code = 'BERTKIT_GRAPH';
}
