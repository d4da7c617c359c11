import { describe, expect, it } from 'vitest';
import type { TrainingSettings } from './settings.js';
import { createTrainingStep } from './training-step.js';

const tiny: TrainingSettings = {
  layers: 1,
  hiddenSize: 16,
  heads: 2,
  intermediateSize: 24,
  vocabSize: 50,
  batchSize: 3,
  sequenceLength: 12,
  maskedPerSequence: 4,
  dropout: 0.1,
  threads: 1,
};

describe('createTrainingStep', () => {
  it('trains: on a batch that stays the same the loss falls', async () => {
    await using training = await createTrainingStep(tiny);
    const losses: number[] = [];
    for (let i = 0; i < 100; i++) losses.push((await training.step()).loss);
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean(losses.slice(-10))).toBeLessThan(mean(losses.slice(0, 10)) - 0.05);
  });
});
