import { describe, expect, it } from 'vitest';
import { gradients } from '../differentiate.js';
import { evaluate } from '../evaluate.js';
import { gradientError, samples } from '../finite-differences.js';
import { constant, input } from '../tensor.js';
import { reduceSum } from './reduce-sum.js';
import { correctPredictions, softmaxCrossEntropy } from './softmax-cross-entropy.js';

const labelled = (...labels: number[]) => constant(labels, [labels.length], 'int32');

/** The gradient of the summed losses with respect to the logits. */
function gradientAt(logits: readonly number[], labels: readonly number[]): number[] {
  const shape = [labels.length, logits.length / labels.length];
  const x = input('x', 'float32', shape);
  const [gradient] = gradients(reduceSum(softmaxCrossEntropy(x, labelled(...labels)), { axes: [0] }), [x]);
  return [...evaluate(gradient!.dense!, { x: { shape, data: Float64Array.from(logits) } })];
}

describe('softmaxCrossEntropy', () => {
  it('is minus the logarithm of the probability of the label', () => {
    const logits = constant([0, Math.log(3), 0, 0], [2, 2]); // probabilities 1/4, 3/4; 1/2, 1/2
    const loss = evaluate(softmaxCrossEntropy(logits, labelled(0, 1)));
    expect([...loss]).toEqual([expect.closeTo(Math.log(4), 14), expect.closeTo(Math.LN2, 14)]);
  });

  it('is 0 where there is no label, and so is its gradient', () => {
    const logits = [1, 2, 3, 4, 5, 6];
    expect([...evaluate(softmaxCrossEntropy(constant(logits, [2, 3]), labelled(-100, -1)))]).toEqual([0, 0]);
    expect(gradientAt(logits, [-100, -1]).map(Math.abs)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('neither underflows nor overflows where logits are far apart', () => {
    // A probability of e⁻²⁰⁰ is 0 in float32, and its logarithm would be infinite.
    const loss = evaluate(softmaxCrossEntropy(constant([200, 0, 1e5, -1e5], [2, 2]), labelled(1, 1)));
    expect([...loss]).toEqual([expect.closeTo(200, 12), 2e5]);
    expect(gradientAt([200, 0, 1e5, -1e5], [1, 1])).toEqual([expect.closeTo(1, 14), expect.closeTo(-1, 14), 1, -1]);
  });

  it('has the gradient p - 1 at the label and p elsewhere', () => {
    expect(gradientAt([0, Math.log(3)], [1])).toEqual([expect.closeTo(0.25, 14), expect.closeTo(-0.25, 14)]);
  });

  it('takes no rows, and a single class', () => {
    expect([...evaluate(softmaxCrossEntropy(constant([], [0, 3]), labelled()))]).toEqual([]);
    expect([...evaluate(softmaxCrossEntropy(constant([5], [1, 1]), labelled(0)))]).toEqual([0]);
  });

  it('refuses labels for other rows', () => {
    const logits = input('x', 'float32', [2, 3]);
    expect(() => softmaxCrossEntropy(logits, labelled(0))).toThrow(
      'Cross-entropy of [2, 3] with labels [1]: the rows differ.',
    );
    expect(() => softmaxCrossEntropy(logits, constant([0, 0], [2, 1], 'int32'))).toThrow('with labels [2, 1]');
  });

  it.each([
    { shape: [1, 1], labels: [0] },
    { shape: [1, 2], labels: [1] },
    { shape: [3, 4], labels: [3, -100, 0] },
  ])('has the gradient that central differences give, $shape, labels $labels', ({ shape, labels }) => {
    expect(gradientError((x) => softmaxCrossEntropy(x!, labelled(...labels)), [samples(shape)])).toBeLessThan(1e-8);
  });
});

describe('correctPredictions', () => {
  it('is 1 where the label has the largest logit, also beside others, and 0 elsewhere and without a label', () => {
    const logits = constant([1, 5, 2, 1, 5, 2, 4, 4, 0, 9, 0, 0], [4, 3]);
    expect([...evaluate(correctPredictions(logits, labelled(1, 2, 0, -100)))]).toEqual([1, 0, 1, 0]);
  });
});
