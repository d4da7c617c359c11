import { expect, it } from 'vitest';
import { GrowingArray } from './growing-array.js';

it.each([0, 1, 65_535, 65_536, 65_537, 200_000])('keeps %i numbers in order', (count) => {
  const growing = new GrowingArray(Uint32Array);
  for (let i = 0; i < count; i++) growing.push(i * 3);
  expect(growing.length).toBe(count);
  const array = growing.toArray();
  expect(array).toHaveLength(count);
  expect(array.every((value, index) => value === index * 3)).toBe(true);
});
