import { describe, expect, it } from 'vitest';
import { defineOp } from './define-op.js';
import { erf, evaluate } from './evaluate.js';
import { add } from './ops/add.js';
import { gather } from './ops/gather.js';
import { gatherElements } from './ops/gather-elements.js';
import { reshape } from './ops/reshape.js';
import { softmaxCrossEntropy } from './ops/softmax-cross-entropy.js';
import { constant, input, type Tensor } from './tensor.js';

const x = input('x', 'float32', [2]);

describe('evaluate', () => {
  it('takes inputs by name', () => {
    expect([...evaluate(add(x, x), { x: { shape: [2], data: Float64Array.of(1, 2) } })]).toEqual([2, 4]);
    expect([...evaluate(x, { x: { shape: [2], data: Float64Array.of(1, 2) } })]).toEqual([1, 2]);
  });

  it('says which input was not fed, or not as it is', () => {
    expect(() => evaluate(x)).toThrow('The input x is [2], but nothing was fed.');
    const fed = { shape: [3], data: new Float64Array(3) };
    expect(() => evaluate(x, { x: fed })).toThrow('The input x is [2], but 3 numbers as [3] were fed.');
    expect(() => evaluate(x, { x: { ...fed, shape: [2] } })).toThrow('but 3 numbers as [2] were fed');
  });

  it('needs fixed shapes, and knows no other operators', () => {
    const named = input('x', 'float32', ['batch']);
    const fed = { shape: [2], data: new Float64Array(2) };
    expect(() => evaluate(add(named, named), { x: fed })).toThrow('Evaluation needs fixed shapes');
    const unknown = defineOp<[x: Tensor]>({
      type: 'Unknown',
      defaults: {},
      inferShapes: ([y]) => [y.shape],
      gradient: 'none',
    });
    expect(() => evaluate(unknown(x), { x: fed })).toThrow('The evaluator does not know Unknown');
  });

  it('gives NaN for an index outside, rather than what lies there', () => {
    const table = constant([1, 2, 3, 4], [2, 2]);
    expect([...evaluate(gather(table, constant([2], [1], 'int32')))]).toEqual([Number.NaN, Number.NaN]);
    const columns = constant([2, -1], [2, 1], 'int32');
    expect([...evaluate(gatherElements(table, columns))]).toEqual([Number.NaN, Number.NaN]);
  });

  it('computes once what operators of operators share', () => {
    // Each loss is made of others, which it needs several times: again and again, that would be 3⁵⁰ of them.
    let loss: Tensor = constant([0.5], [1]);
    for (let i = 0; i < 50; i++) loss = softmaxCrossEntropy(reshape(loss, [1, 1]), constant([0], [1], 'int32'));
    expect([...evaluate(loss)]).toEqual([0]);
  });
});

describe('erf', () => {
  it('is continuous where its series gives way to the continued fraction', () => {
    const slope = (2 / Math.sqrt(Math.PI)) * Math.exp(-6.25);
    const step = erf(2.5 + 1e-6) - erf(2.5 - 1e-6);
    expect(step / (2e-6 * slope)).toBeCloseTo(1, 5);
  });

  it('gives 15 digits on both sides of it, and its limits', () => {
    // erf of the GNU C library
    expect(erf(2.4)).toBeCloseTo(0.999311486103355, 14);
    expect(erf(2.6)).toBeCloseTo(0.999763965583471, 14);
    expect([erf(0), erf(30), erf(-30), erf(Number.NaN)]).toEqual([0, 1, -1, Number.NaN]);
  });
});
