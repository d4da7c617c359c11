/** A text that a pipeline cannot take. */
export class TextError extends Error {
  override readonly name = 'TextError';
  readonly code = 'BERTKIT_TEXT';
}
