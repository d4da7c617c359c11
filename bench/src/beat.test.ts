import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { watchBeat } from './beat.js';

function block(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

describe('watchBeat', () => {
  it('sees this thread blocked, at the beginning, in between and at the end', async () => {
    const works = [
      async () => {
        block(120);
        await setTimeout(30);
      },
      async () => {
        await setTimeout(30);
        block(120);
        await setTimeout(30);
      },
      async () => {
        await setTimeout(30);
        block(120);
      },
    ];
    for (const work of works) expect((await watchBeat(work)).largestGapMs).toBeGreaterThanOrEqual(110);
  });

  it('sees no gap where the thread is free, and passes on what came of the work', async () => {
    const { result, seconds, largestGapMs } = await watchBeat(() => setTimeout(300, 'done'));
    expect(result).toBe('done');
    expect(seconds).toBeGreaterThan(0.25);
    expect(largestGapMs).toBeLessThan(250); // far more than 10, for machines that are busy
  });

  it('stops when the work fails', async () => {
    await expect(watchBeat(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  });
});
