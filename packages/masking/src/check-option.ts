import { MaskingOptionError } from './errors.js';

/** @throws {MaskingOptionError} `value` is not a whole number from `min` to `max` */
export function checkWhole(option: string, value: number, min: number, max = Number.MAX_SAFE_INTEGER): void {
  if (Number.isSafeInteger(value) && value >= min && value <= max) return;
  const range = max === Number.MAX_SAFE_INTEGER ? `of ${min} or more` : `from ${min} to ${max}`;
  throw new MaskingOptionError({ option, value, expected: `it must be a whole number ${range}` });
}

/** @throws {MaskingOptionError} `value` is not in [0, 1] */
export function checkProbability(option: string, value: number): void {
  if (value >= 0 && value <= 1) return;
  throw new MaskingOptionError({ option, value, expected: 'it must lie between 0 and 1' });
}
