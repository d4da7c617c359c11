import type { TrainingSettings } from './settings.js';

/**
 * Multiplications and additions in the matrix products of our pre-training step, forward and backward.
 *
 * A product `[M, K] · [K, N]` has 2·M·K·N; its two gradients are products of the same size, hence the factor 3. With
 * N = B·S tokens and the R = B·(1 + P) that the heads read, first and masked ones:
 *
 * | product | forward |
 * |---|---|
 * | query and attention output, each | 2·rows·H·H, rows = N, in the last layer R |
 * | key and value, each | 2·N·H·H |
 * | scores and their sum of values, each | 2·rows·S·H |
 * | feed-forward, its two | 2·rows·H·I each |
 * | masked-LM transform | 2·B·P·H·H |
 * | masked-LM decoder | 2·B·P·H·V |
 * | pooler; next sentence | 2·B·H·H; 2·B·H·2 |
 *
 * A model that computes all tokens in its last layer and all logits does more work for the same result: that is not
 * counted, for anyone.
 */
export function trainingFlops(settings: TrainingSettings): number {
  const { layers, hiddenSize, intermediateSize, vocabSize, batchSize, sequenceLength, maskedPerSequence } = settings;
  const tokens = batchSize * sequenceLength;
  const masked = batchSize * maskedPerSequence;
  const product = (m: number, k: number, n: number) => 2 * m * k * n;

  const layer = (rows: number) =>
    2 * product(rows, hiddenSize, hiddenSize) +
    2 * product(tokens, hiddenSize, hiddenSize) +
    2 * product(rows, sequenceLength, hiddenSize) +
    2 * product(rows, hiddenSize, intermediateSize);
  const encoder = (layers - 1) * layer(tokens) + layer(batchSize + masked);
  const heads =
    product(masked, hiddenSize, hiddenSize) +
    product(masked, hiddenSize, vocabSize) +
    product(batchSize, hiddenSize, hiddenSize) +
    product(batchSize, hiddenSize, 2);
  return 3 * (encoder + heads);
}
