import { constant, input, type Tensor } from '@bertkit/graph';
import { evaluate, type Values } from '@bertkit/graph/testing';
import { describe, expect, it } from 'vitest';
import { differentiableKernels } from './differentiable.js';
import { int8Kernels, quantizedNames } from './int8.js';
import { type QuantizedMatrix, quantizeLinear, quantizeTable } from './quantize.js';

const kernels = int8Kernels(differentiableKernels());
const weights = Float32Array.of(0.5, -1, 0.25, 0.3, 0.2, -0.1);
const weight = { rowCount: 2, width: 3, read: async () => weights };
const parameter = input('weight', 'float32', [2, 3]);
const names = quantizedNames('weight');

const feed = ({ values, scales }: QuantizedMatrix, shape: number[], matrix: string, ofScales: string) => ({
  [matrix]: { shape, data: Float64Array.from(values) },
  [ofScales]: { shape: [scales.length], data: Float64Array.from(scales) },
});
const closeTo = (tensor: Tensor, feeds: Record<string, Values>, expected: number[], within: number) => {
  const found = [...evaluate(tensor, feeds)];
  expect(found.length).toBe(expected.length);
  for (const [i, value] of found.entries()) expect(Math.abs(value - expected[i]!)).toBeLessThan(within);
};

describe('int8Kernels', () => {
  it('computes a linear layer from weights of 7 bits', async () => {
    const x = constant([1, 2, -1, 0.5, 0, 3], [2, 3]);
    const y = kernels.linear(x, { weight: parameter, bias: constant([10, 20], [2]) });
    const feeds = feed(await quantizeLinear(weight), [3, 2], names.linear, names.linearScales);
    // x · weightᵀ + bias, by hand
    closeTo(y, feeds, [8.25, 20.8, 11, 19.85], 0.05);
  });

  it('gives each token a scale of its own where a layer narrows', async () => {
    // By the range of the first token, the second one's numbers would be 0, 0 and 0.
    const x = constant([100, 0, 0, 0.1, 0.2, -0.1], [2, 3]);
    const y = kernels.linear(x, { weight: parameter, bias: constant([0, 0], [2]) });
    const feeds = feed(await quantizeLinear(weight), [3, 2], names.linear, names.linearScales);
    const found = [...evaluate(y, feeds)];
    for (const [i, expected] of [50, 30, -0.175, 0.08].entries()) {
      expect(Math.abs(found[i]! - expected)).toBeLessThan(i < 2 ? 1 : 0.01);
    }
  });

  it('looks rows up in a table of 8 bits', async () => {
    const rows = kernels.embed(parameter, constant([1, 0, 1], [3], 'int32'));
    const feeds = feed(await quantizeTable(weight), [2, 3], names.table, names.tableScales);
    closeTo(rows, feeds, [0.3, 0.2, -0.1, 0.5, -1, 0.25, 0.3, 0.2, -0.1], 0.005);
  });

  it('can use one parameter as a table and as a layer, as a tied decoder does', async () => {
    const rows = kernels.embed(parameter, constant([1], [1], 'int32'));
    const y = kernels.linear(rows, { weight: parameter, bias: constant([0, 0], [2]) });
    const feeds = {
      ...feed(await quantizeTable(weight), [2, 3], names.table, names.tableScales),
      ...feed(await quantizeLinear(weight), [3, 2], names.linear, names.linearScales),
    };
    closeTo(y, feeds, [-0.075, 0.14], 0.01);
  });

  it('picks rows of hidden states as they are', () => {
    const hidden = constant([1, 2, 3, 4], [2, 2]);
    expect([...evaluate(kernels.embed(hidden, constant([1], [1], 'int32')))]).toEqual([3, 4]);
  });
});
