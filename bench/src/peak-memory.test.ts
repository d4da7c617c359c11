import { expect, it } from 'vitest';
import { peakMemory } from './peak-memory.js';

it('grows with what is held, in bytes, and does not fall again', async () => {
  const before = await peakMemory();
  const bytes = 100_000_000;
  new Uint8Array(bytes).fill(1); // touched, or it would not be resident
  const after = await peakMemory();
  expect(before).toBeGreaterThan(20_000_000);
  // Less than the array where the peak before was above what was held.
  expect(after).toBeGreaterThanOrEqual(before);
  expect(after).toBeGreaterThan(bytes);
  expect(after).toBeLessThan(20_000_000_000);
});
