import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { medianSeconds } from './repeat.js';

describe('medianSeconds', () => {
  it('repeats short work for half a second', async () => {
    let count = 0;
    const start = performance.now();
    const seconds = await medianSeconds(async () => {
      count++;
      await setTimeout(10);
    });
    expect(performance.now() - start).toBeGreaterThan(450);
    expect(count).toBeGreaterThan(5);
    expect(seconds).toBeGreaterThan(0.008);
    expect(seconds).toBeLessThan(0.5);
  });

  it('repeats long work five times', async () => {
    let count = 0;
    await medianSeconds(() => setTimeout(++count * 60));
    expect(count).toBe(5);
  });
});
