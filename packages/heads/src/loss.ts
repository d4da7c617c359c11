import { correctPredictions, reduceSum, softmaxCrossEntropy, type Tensor } from '@bertkit/graph';

/**
 * A loss as training takes it: summed over its targets, not averaged, so that batches of different counts add up to what
 * one large batch would give. Both are f32 [].
 */
export interface Loss {
  readonly sum: Tensor;
  /** How many targets have the largest logit. */
  readonly correct: Tensor;
}

/**
 * Cross-entropy of each row, summed over the rows that have a label.
 *
 * @param logits  f32 [M, C]
 * @param labels  i32 [M]; negative: no label
 */
export function crossEntropyLoss(logits: Tensor, labels: Tensor): Loss {
  return {
    sum: reduceSum(softmaxCrossEntropy(logits, labels), { axes: [0] }),
    correct: reduceSum(correctPredictions(logits, labels), { axes: [0] }),
  };
}
