/** What the user gave cannot be used: said in a sentence, without a stack. */
export class InputError extends Error {
  override readonly name = 'InputError';
  readonly code = 'BERTKIT_INPUT';
}

/** Prints an error for people and gives the exit code. A stack is for our own bugs, and for `--debug`. */
export function report(error: unknown, { debug }: { debug: boolean }): number {
  const { code, message, stack } =
    error instanceof Error ? (error as NodeJS.ErrnoException) : (new Error(String(error)) as NodeJS.ErrnoException);
  const isExpected = typeof code === 'string';
  process.stderr.write(`bertkit: ${debug || !isExpected ? stack : message}\n`);
  return 1;
}
