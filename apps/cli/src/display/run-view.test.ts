import { describe, expect, it } from 'vitest';
import { RunView } from './run-view.js';

const stepEvent = (step: number, loss: number) =>
  ({
    kind: 'step',
    step,
    steps: 10_000,
    learningRate: 1e-4,
    gradientNorm: 1,
    tokensPerSecond: 1000,
    secondsLeft: 10,
    maskedLm: { loss, accuracy: 0.25 },
    nextSentence: { loss: 0.5, accuracy: 0.75 },
  }) as const;

describe('RunView', () => {
  it('has the first figures as they are, and moves a twentieth of the way to new ones in the long run', () => {
    const view = new RunView();
    view.update(stepEvent(1, 8));
    expect(view.smoothed.maskedLm.loss).toBeCloseTo(8, 12);
    for (let step = 2; step <= 1000; step++) view.update(stepEvent(step, 8));
    view.update(stepEvent(1001, 6));
    expect(view.smoothed.maskedLm).toEqual({ loss: expect.closeTo(7.9, 9), accuracy: expect.closeTo(0.25, 12) });
    expect(view.smoothed.nextSentence).toEqual({ loss: expect.closeTo(0.5, 12), accuracy: expect.closeTo(0.75, 12) });
  });

  it('keeps the whole course in a few hundred numbers, however long the run', () => {
    const view = new RunView();
    for (let step = 1; step <= 5000; step++) view.update(stepEvent(step, 10 - step / 1000));
    const { values } = view.history;
    expect(values.length).toBeGreaterThanOrEqual(128);
    expect(values.length).toBeLessThan(256);
    expect(values[0]).toBeCloseTo(10, 1);
    expect(values.at(-1)).toBeCloseTo(5, 1);
    expect(values.toSorted((a, b) => b - a)).toEqual(values);
  });
});
