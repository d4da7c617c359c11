import { TokenizerOptionError } from '../errors.js';

/** @throws {TokenizerOptionError} */
export function requireWhole(option: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least) {
    throw new TokenizerOptionError(`${option} is ${value}; it must be a whole number from ${least} on.`);
  }
}

/** @throws {TokenizerOptionError} */
export function requireOneOf(option: string, value: string, allowed: readonly string[]): void {
  if (!allowed.includes(value)) {
    throw new TokenizerOptionError(`${option} is ${JSON.stringify(value)}; it must be one of ${allowed.join(', ')}.`);
  }
}
