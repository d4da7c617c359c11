import { describe, expect, it } from 'vitest';
import { profileSession } from '../session-profile.js';
import { runFlops } from '../trace-results.js';
import { trainingFlops } from './flops.js';
import { miniSettings, type TrainingSettings } from './settings.js';
import { createTrainingStep } from './training-step.js';

const tiny: TrainingSettings = {
  layers: 3,
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

describe('trainingFlops', () => {
  it('is what ONNX Runtime computes', async () => {
    const runs = await profileSession(async () => {
      await using training = await createTrainingStep(tiny);
      await training.step();
      await training.step();
    });
    expect(runs).toHaveLength(2);
    for (const run of runs) expect(runFlops(run) / trainingFlops(tiny)).toBeCloseTo(1, 9);
  });

  it('is 99 GFLOP for BERT-mini, a third of it in the decoder', () => {
    // Three whole layers of 6.98, the last of 2.04, decoder 10.0, other heads 0.09; times 3.
    expect(trainingFlops(miniSettings) / 1e9).toBeCloseTo(3 * (3 * 6.98 + 2.04 + 10.0 + 0.09), 0);
  });
});
