import { InvalidArgumentError } from 'commander';

/** A whole number from 0. */
export function wholeNumber(text: string): number {
  return parse(text, (value) => Number.isSafeInteger(value) && value >= 0, 'a whole number from 0');
}

/** A whole number from 1. */
export function count(text: string): number {
  return parse(text, (value) => Number.isSafeInteger(value) && value >= 1, 'a whole number from 1');
}

/** A finite number above 0. */
export function positive(text: string): number {
  return parse(text, (value) => Number.isFinite(value) && value > 0, 'a number above 0');
}

/** A finite number from 0. */
export function notNegative(text: string): number {
  return parse(text, (value) => Number.isFinite(value) && value >= 0, 'a number from 0');
}

/** From 0 up to 1, but not 1 itself. */
export function probability(text: string): number {
  return parse(text, (value) => value >= 0 && value < 1, 'a number from 0 to below 1');
}

/** Between 0 and 1. */
export function share(text: string): number {
  return parse(text, (value) => value > 0 && value < 1, 'a number between 0 and 1');
}

function parse(text: string, isRight: (value: number) => boolean, expected: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!isRight(value)) throw new InvalidArgumentError(`It must be ${expected}.`);
  return value;
}
