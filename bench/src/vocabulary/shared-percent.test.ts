import { expect, it } from 'vitest';
import { sharedPercent } from './shared-percent.js';

it('is the share of the first list that is in the second too', () => {
  expect(sharedPercent(['a', 'b', 'c', 'd'], ['d', 'x', 'a', 'b', 'y'])).toBe(75);
  expect(sharedPercent(['a'], [])).toBe(0);
});
