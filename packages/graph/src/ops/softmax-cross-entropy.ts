import { defineOp } from '../define-op.js';
import { GraphError } from '../errors.js';
import { constant, type Dimension, describeShape, scalar, type Tensor } from '../tensor.js';
import { cast } from './cast.js';
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
  gradient({ inputs: [logits, labels], outputGradients: [dy] }) {
    const rows = rowCount(labels);
    const difference = scatterElements(
      softmax(logits),
      index(labels),
      constant(new Array<number>(rows).fill(-1), [rows, 1]),
    );
    return [mul(difference, reshape(mul(dy, isLabelled(labels)), [rows, 1])), null];
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

function rowCount(labels: Tensor): number {
  const rows: Dimension | undefined = labels.shape[0];
  if (typeof rows !== 'number') throw new GraphError('The gradient of a cross-entropy needs a fixed number of rows.');
  return rows;
}
