import { InvalidArgumentError } from 'commander';
import { expect, it } from 'vitest';
import { count, notNegative, positive, probability, share, wholeNumber } from './option-values.js';

it.each([
  [wholeNumber, ['0', '7', '1e3'], ['', ' ', '-1', '1.5', 'x', '1e99', 'NaN']],
  [count, ['1', '4500'], ['0', '-1', '0.5', '']],
  [positive, ['1e-4', '2'], ['0', '-1', 'Infinity', 'x', '']],
  [notNegative, ['0', '0.01'], ['-0.1', 'Infinity', '']],
  [probability, ['0', '0.1', '0.99'], ['1', '-0.1', 'x', '']],
  [share, ['0.02', '0.5'], ['0', '1', 'x', '']],
])('%o takes %j and refuses %j', (parse, taken, refused) => {
  for (const text of taken) expect(parse(text)).toBe(Number(text));
  for (const text of refused) expect(() => parse(text)).toThrow(InvalidArgumentError);
});
