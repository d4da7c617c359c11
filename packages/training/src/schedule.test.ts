import { describe, expect, it } from 'vitest';
import { linearSchedule } from './schedule.js';

describe('linearSchedule', () => {
  it('rises from 0 over the warm-up and falls to 0 at the end', () => {
    const schedule = linearSchedule({ learningRate: 8, warmupSteps: 2, steps: 6 });
    expect([0, 1, 2, 3, 4, 5, 6, 7].map(schedule)).toEqual([0, 4, 8, 6, 4, 2, 0, 0]);
  });

  it('starts at its highest without a warm-up', () => {
    expect(linearSchedule({ learningRate: 3, warmupSteps: 0, steps: 3 })(0)).toBe(3);
  });

  it('refuses a warm-up longer than the run, and a rate of 0', () => {
    expect(() => linearSchedule({ learningRate: 1, warmupSteps: 4, steps: 3 })).toThrow(
      'warmupSteps is 4, but must be between 0 and the number of steps, 3.',
    );
    expect(() => linearSchedule({ learningRate: 0, warmupSteps: 0, steps: 3 })).toThrow('learningRate is 0');
  });
});
