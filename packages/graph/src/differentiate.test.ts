import { describe, expect, it } from 'vitest';
import { gradients } from './differentiate.js';
import { GraphError } from './errors.js';
import { evaluate } from './evaluate.js';
import { gradientError, samples } from './finite-differences.js';
import { add } from './ops/add.js';
import { cast } from './ops/cast.js';
import { concat } from './ops/concat.js';
import { exp } from './ops/exp.js';
import { gather } from './ops/gather.js';
import { gemm } from './ops/gemm.js';
import { greater } from './ops/greater.js';
import { maximum } from './ops/maximum.js';
import { mul } from './ops/mul.js';
import { reduceMax } from './ops/reduce-max.js';
import { reduceSum } from './ops/reduce-sum.js';
import { reshape } from './ops/reshape.js';
import { scatterElements } from './ops/scatter-elements.js';
import { tanh } from './ops/tanh.js';
import { constant, input, scalar, type Tensor } from './tensor.js';

const total = (x: Tensor) => reduceSum(x, { axes: x.shape.map((_, axis) => axis) });
const indices = (...values: number[]) => constant(values, [values.length], 'int32');
const x = input('x', 'float32', [3]);
const table = input('table', 'float32', [4, 2]);

describe('gradients', () => {
  it('adds up what reaches a tensor by several ways', () => {
    expect(gradientError((y) => add(mul(y!, y!), mul(exp(y!), tanh(y!))), [samples([3])])).toBeLessThan(1e-8);
    expect(gradientError((a, b) => gemm(gemm(a!, b!), a!), [samples([2, 2]), samples([2, 2])])).toBeLessThan(1e-8);
  });

  it('gives the gradient of the loss itself, and of a tensor on the way to it', () => {
    const y = exp(x);
    const loss = total(mul(y, y));
    const [ofLoss, ofY, ofX] = gradients(loss, [loss, y, x]);
    const feeds = { x: { shape: [3], data: Float64Array.of(0, 1, 2) } };
    expect([...evaluate(ofLoss!.dense!, feeds)]).toEqual([1]);
    expect([...evaluate(ofY!.dense!, feeds)]).toEqual([0, 1, 2].map((value) => expect.closeTo(2 * Math.exp(value))));
    expect([...evaluate(ofX!.dense!, feeds)]).toEqual(
      [0, 1, 2].map((value) => expect.closeTo(2 * Math.exp(2 * value))),
    );
  });

  it('has neither part for a tensor that the loss does not depend on', () => {
    const none = { dense: undefined, rows: [] };
    expect(gradients(total(x), [table, scalar(1), exp(x)])).toEqual([none, none, none]);
    expect(gradients(scalar(1), [x])).toEqual([none]);
  });

  it('gives rows, not a table, for a parameter that is looked up', () => {
    const loss = total(mul(gather(table, indices(2, 0, 2)), constant([1, 2, 3, 4, 5, 6], [3, 2])));
    const [gradient] = gradients(loss, [table]);
    expect(gradient!.dense).toBeUndefined();
    const [part] = gradient!.rows;
    expect(part!.rows.shape).toEqual([3, 2]);
    expect([...evaluate(part!.indices)]).toEqual([2, 0, 2]);
    expect([...evaluate(part!.rows)]).toEqual([1, 2, 3, 4, 5, 6]);
    expect(part!.paddingIndex).toBeUndefined();
  });

  it('flattens the indices of rows, and passes the padding index on', () => {
    const looked = gather(table, reshape(indices(0, 3, 1, 0), [2, 2]), { paddingIndex: 0 });
    const [gradient] = gradients(total(looked), [table]);
    const [part] = gradient!.rows;
    expect([part!.indices.shape, part!.rows.shape, part!.paddingIndex]).toEqual([[4], [4, 2], 0]);
  });

  it('keeps rows and dense parts apart where a parameter is looked up twice and multiplied', () => {
    const looked = add(gather(table, indices(1)), gather(table, indices(3)));
    const loss = add(total(looked), total(mul(table, table)));
    const [gradient] = gradients(loss, [table]);
    expect(gradient!.dense?.shape).toEqual([4, 2]);
    expect(gradient!.rows.map((part) => [...evaluate(part.indices)])).toEqual([[3], [1]]);
    const both = (y: Tensor) => add(gather(y, indices(1, 1)), gather(mul(y, y), indices(3, 0)));
    expect(gradientError((y) => both(y!), [samples([4, 2])])).toBeLessThan(1e-8);
  });

  it('makes rows dense where the graph computes the table', () => {
    const [gradient] = gradients(total(gather(exp(table), indices(2, 0, 2))), [table]);
    expect(gradient!.rows).toEqual([]);
    const feeds = { table: { shape: [4, 2], data: new Float64Array(8) } };
    expect([...evaluate(gradient!.dense!, feeds)]).toEqual([1, 1, 0, 0, 2, 2, 0, 0]);
  });

  it('adds rows to all else that reaches a computed table', () => {
    const build = (y: Tensor) => {
      const computed = exp(y);
      return add(add(gather(computed, indices(1, 1, 0, 3)), gather(computed, indices(2, 1, 1, 1))), computed);
    };
    expect(gradientError((y) => build(y!), [samples([4, 2])])).toBeLessThan(1e-8);
  });

  it('refuses a computed table that has a padding index, or is no matrix', () => {
    const padded = gather(exp(table), indices(1), { paddingIndex: 0 });
    expect(() => gradients(total(padded), [table])).toThrow(
      'Gather with a padding index has no gradient where the graph computes the table.',
    );
    expect(() => gradients(total(gather(exp(x), indices(1))), [x])).toThrow(
      'Gather has no gradient where the graph computes the table, but for matrices: it is [3].',
    );
  });

  it('refuses a loss that is not a single number', () => {
    expect(() => gradients(x, [x])).toThrow(
      new GraphError('A loss is a single number, but this one is [3]: sum it first.'),
    );
  });

  it('needs fixed shapes', () => {
    const named = input('x', 'float32', ['batch']);
    expect(() => gradients(total(named), [named])).toThrow('The gradient of ReduceSum needs fixed shapes');
  });

  const column = constant([0, 1, 0], [3, 1], 'int32');
  it.each<[string, (x: Tensor) => Tensor]>([
    ['Cast', (y) => cast(y)],
    ['Concat', (y) => concat([y, y])],
    ['Greater', (y) => greater(y, scalar(0))],
    ['Max', (y) => maximum(y, scalar(0))],
    ['ReduceMax', (y) => reduceMax(y, { axes: [0] })],
    ['ScatterElements', (y) => scatterElements(reshape(y, [3, 1]), column, constant([1, 1, 1], [3, 1]))],
  ])('refuses a way through %s, which has no gradient', (type, op) => {
    const message = `The loss depends on a parameter through ${type}, which has no gradient.`;
    expect(() => gradients(total(op(exp(x))), [x])).toThrow(new GraphError(message));
  });

  it('lets operators without a gradient stand beside the way', () => {
    const mask = cast(greater(x, scalar(0)));
    const y = input('y', 'float32', [3]);
    const [gradient] = gradients(total(mul(mask, y)), [y]);
    expect([...evaluate(gradient!.dense!, { x: { shape: [3], data: Float64Array.of(-1, 0, 1) } })]).toEqual([0, 0, 1]);
  });

  it('differentiates graphs deeper than a call stack, and tensors used very often', () => {
    let y: Tensor = x;
    for (let i = 0; i < 10_000; i++) y = tanh(add(y, x));
    const [gradient] = gradients(total(y), [x]);
    // At 0 the slope of tanh is 1: what is left is how often x comes, at the start and in each sum.
    const dx = evaluate(gradient!.dense!, { x: { shape: [3], data: new Float64Array(3) } });
    expect([...dx]).toEqual([10_001, 10_001, 10_001]);
  });
});
