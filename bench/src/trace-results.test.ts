import { describe, expect, it } from 'vitest';
import type { NodeTrace, RunTrace } from './onnx-trace.js';
import { runFlops, summarizeTraces } from './trace-results.js';

const gemm = (name: string, milliseconds: number): NodeTrace => ({
  name,
  operator: 'Gemm',
  milliseconds,
  inputShapes: [
    [10, 20],
    [20, 50],
  ],
  outputShapes: [[10, 50]],
});
const relu = (milliseconds: number): NodeTrace => ({
  name: 'Mul/7',
  operator: 'Relu',
  milliseconds,
  inputShapes: [[4]],
  outputShapes: [[4]],
});
const runs: RunTrace[] = [
  { milliseconds: 9, nodes: [relu(1), gemm('Gemm/1', 2), gemm('Gemm/2', 4)] },
  { milliseconds: 12, nodes: [relu(3), gemm('Gemm/1', 3), gemm('Gemm/2', 5)] },
];

describe('summarizeTraces', () => {
  it('adds up runs, products, operators and nodes, the costliest first', () => {
    const rows = summarizeTraces(runs).map(({ name, unit, median, min, max }) => [name, unit, median, min, max]);
    expect(rows).toEqual([
      ['graph', 'ms', 10.5, 9, 12],
      ['matrix products', 'ms', 7, 6, 8],
      // Two products of 2·10·20·50 = 20 000: 40 000 in 6 and in 8 ms.
      [
        'matrix products',
        'GFLOP/s',
        expect.closeTo((0.04 / 6 + 0.04 / 8) / 2),
        expect.closeTo(0.005),
        expect.closeTo(0.04 / 6),
      ],
      ['Gemm, 2 nodes', 'ms', 7, 6, 8],
      ['Relu, 1 node', 'ms', 2, 1, 3],
      ['Gemm/2 [10,20] [20,50] → [10,50]', 'ms', 4.5, 4, 5],
      ['Gemm/1 [10,20] [20,50] → [10,50]', 'ms', 2.5, 2, 3],
      ['Mul/7 (Relu) [4] → [4]', 'ms', 2, 1, 3],
    ]);
  });

  it('lists no more than twenty nodes', () => {
    const nodes = Array.from({ length: 30 }, (_, i) => gemm(`Gemm/${i}`, i + 1));
    const listed = summarizeTraces([{ milliseconds: 500, nodes }]).filter(({ name }) => name.startsWith('Gemm/'));
    expect(listed.map(({ median }) => median)).toEqual(Array.from({ length: 20 }, (_, i) => 30 - i));
  });
});

describe('runFlops', () => {
  it('counts the products of a run', () => {
    expect(runFlops(runs[0]!)).toBeCloseTo(40_000);
  });
});
