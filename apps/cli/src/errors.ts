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

/** Tells an error to people, and gives the exit code. */
export function reportError(error: unknown, { stderr, debug, options }: ReportOptions): number {
  if (error instanceof Interrupted) return error.exitCode;
  if (!isExpected(error)) {
    stderr.write(`${inspect(error)}\nbertkit: This is a fault of bertkit. Please report it, with the lines above.\n`);
    return 1;
  }
  if (debug) stderr.write(`${inspect(error)}\n`);
  stderr.write(`bertkit: ${withFlags(error.message, options)}\n`);
  return 1;
}

function isExpected(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('BERTKIT_');
}

/** Packages call an option `warmupSteps`; who typed the command knows it as `--warmup-steps`. */
export function withFlags(message: string, options: readonly Option[]): string {
  let told = message;
  for (const option of options) {
    const name = option.attributeName();
    const flag = option.long ?? name;
    told = told.replace(new RegExp(`(?<![\\w-])(?:${name}(?= (?:is|was) )|(?<=(?:by|without) )${name}\\b)`, 'g'), flag);
  }
  return told;
}
