import { defineOp } from '../define-op.js';
import { GraphError } from '../errors.js';
import { describeShape, scalar, type Tensor } from '../tensor.js';
import { cast } from './cast.js';
import { exp } from './exp.js';
import { gatherElements } from './gather-elements.js';
import { greater } from './greater.js';
import { log } from './log.js';
import { maximum } from './maximum.js';
import { mul } from './mul.js';
import { reduceMax } from './reduce-max.js';
import { reshape } from './reshape.js';
import { scatterElements } from './scatter-elements.js';
import { softmax } from './softmax.js';
import { sub } from './sub.js';

/**
 * `-ln softmax(logits)[label]` of each row, `[M, C], [M] → [M]`; 0 where the label is negative (-100: not predicted).
 *
 * With `m` the row's largest logit and `p` its probability, that is `(m - logit) - ln p`: no probability is small enough
 * to underflow. Gradient: `dy * (softmax(logits) - onehot(label))`, made from the softmax in place.
 *
 * @param logits  float32 [M, C]
 * @param labels  int32 [M], below C
 */
export const softmaxCrossEntropy = defineOp<[logits: Tensor, labels: Tensor]>({
  type: 'SoftmaxCrossEntropy',
  defaults: {},
  inferShapes([logits, labels]) {
    if (logits.shape.length !== 2 || labels.shape.length !== 1 || logits.shape[0] !== labels.shape[0]) {
      throw new GraphError(
        `Cross-entropy of ${describeShape(logits.shape)} with labels ${describeShape(labels.shape)}: the rows differ.`,
      );
    }
    return [labels.shape];
  },
  inferDTypes: () => ['float32'],
  gradient({ inputs: [logits, labels], outputs: [loss], outputGradients: [dy] }) {
    const column = (x: Tensor) => reshape(x, [-1, 1]);
    // The label's own probability is e^-loss. That the loss is needed for it makes this the last use of the softmax, which
    // ONNX Runtime then changes in place, where it would copy [M, C].
    const atLabel = sub(exp(mul(column(loss), scalar(-1))), scalar(1));
    const difference = scatterElements(softmax(logits), index(labels), atLabel, { reduction: 'none' });
    return [mul(difference, column(mul(dy, isLabelled(labels)))), null];
  },
  compose([logits, labels]) {
    const largest = reduceMax(logits, { axes: [1], keepDims: true }); // [M, 1]
    const largestProbability = reduceMax(softmax(logits), { axes: [1], keepDims: true });
    const loss = sub(sub(largest, gatherElements(logits, index(labels))), log(largestProbability));
    return [mul(reshape(loss, [-1]), isLabelled(labels))];
  },
});

/** 1 for each row whose label has the largest logit, 0 for the others and for rows without a label: `[M, C], [M] → [M]`. */
export function correctPredictions(logits: Tensor, labels: Tensor): Tensor {
  const missed = greater(reduceMax(logits, { axes: [1], keepDims: true }), gatherElements(logits, index(labels)));
  return mul(reshape(sub(scalar(1), cast(missed)), [-1]), isLabelled(labels));
}

/** float32 [M]: 1 where there is a label. */
function isLabelled(labels: Tensor): Tensor {
  return cast(greater(labels, scalar(-1, 'int32')));
}

/** The labels as a column, 0 in place of negative ones, for the gathers: their results are multiplied by 0. */
function index(labels: Tensor): Tensor {
  return reshape(maximum(labels, scalar(0, 'int32')), [-1, 1]);
}
