import { expect, it } from 'vitest';
import { bytes, duration, percent, plural } from './numbers.js';

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.0 kB'],
  [999_949, '999.9 kB'],
  [999_950, '1.0 MB'],
  [12_345_678, '12.3 MB'],
  [5e12, '5.0 TB'],
])('%d bytes are %s', (size, expected) => {
  expect(bytes(size)).toBe(expected);
});

it.each([
  [0.4, '0 s'],
  [59.6, '1 min 0 s'],
  [75, '1 min 15 s'],
  [3599.6, '1 h 0 min'],
  [7260, '2 h 1 min'],
  [Number.NaN, 'unknown'],
])('%d seconds are %s', (seconds, expected) => {
  expect(duration(seconds)).toBe(expected);
});

it('says one thing, and many', () => {
  expect([plural(1, 'step'), plural(0, 'step'), plural(1234, 'entry', 'entries')]).toEqual([
    '1 step',
    '0 steps',
    '1,234 entries',
  ]);
  expect(percent(0.12345)).toBe('12.3 %');
});
