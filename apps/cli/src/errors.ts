import { inspect } from 'node:util';
import type { Option } from 'commander';
import { Interrupted, type Output } from './terminal.js';

/** What the user gave cannot be used. */
export class InputError extends Error {
  override readonly name = 'InputError';
  readonly code = 'BERTKIT_INPUT';
}

export interface ReportOptions {
  readonly stderr: Output;
  /** Shows the stack, and what caused the error. */
  readonly debug: boolean;
  /** Of the command that failed. */
  readonly options: readonly Option[];
}

/** Why Node could not do something with a path, in words. */
export function reasonOf(cause: NodeJS.ErrnoException): string {
  return reasons[cause.code ?? ''] ?? cause.message;
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a directory',
  ENOTDIR: 'a folder of its path is a file',
};

/** Tells an error to people, and gives the exit code. */
export function reportError(error: unknown, { stderr, debug, options }: ReportOptions): number {
  if (error instanceof Interrupted) return error.exitCode;
  if (!isExpected(error)) {
    stderr.write(`${inspect(error)}\nbertkit: This is a fault of bertkit. Please report it, with the lines above.\n`);
    return 1;
  }
  if (debug) stderr.write(`${inspect(error)}\n`);
  const [sentence = '', ...faults] = withFlags(error.message, options).split('\n');
  stderr.write(`bertkit: ${sentence}\n`);
  const shownCount = debug || faults.length <= mostFaults ? faults.length : mostFaults - 1;
  for (const fault of faults.slice(0, shownCount)) stderr.write(`${fault}\n`);
  if (shownCount < faults.length) stderr.write(`- and ${faults.length - shownCount} more; --debug shows them all\n`);
  return 1;
}

/** Of one file, that are shown; a wrong config can make hundreds. */
const mostFaults = 5;

function isExpected(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('BERTKIT_');
}

/** Packages call an option `warmupSteps`; who typed the command knows it as `--warmup-steps`. */
export function withFlags(message: string, options: readonly Option[]): string {
  let told = message;
  for (const option of options) {
    const name = option.attributeName();
    const flag = option.long ?? name;
    told = told.replace(
      new RegExp(`(?<![\\w./-])(?:${name}(?= (?:is|was) )|(?<=(?:by|without) )${name}\\b)`, 'g'),
      flag,
    );
  }
  return told;
}
