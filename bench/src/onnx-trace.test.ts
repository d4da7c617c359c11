import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type NodeTrace, productFlops, readTrace } from './onnx-trace.js';

const event = (cat: string, name: string, ts: number, dur: number, args: object = {}) => ({
  cat,
  pid: 1,
  tid: 1,
  dur,
  ts,
  ph: 'X',
  name,
  args,
});
const node = (name: string, ts: number, dur: number) =>
  event('Node', `${name}_kernel_time`, ts, dur, {
    op_name: 'Gemm',
    input_type_shape: [{ float: [2, 3] }, { float: [3, 4] }],
    output_type_shape: [{ float: [2, 4] }],
  });

describe('readTrace', () => {
  it('gives each run its nodes, in milliseconds', () => {
    const trace = [
      event('Session', 'model_loading_array', 0, 5000),
      node('Gemm/1', 10_100, 700),
      node('Gemm/2', 10_900, 200),
      event('Session', 'SequentialExecutor::Execute', 10_010, 1300),
      event('Session', 'model_run', 10_000, 1500),
      node('Gemm/1', 20_000, 500),
      event('Session', 'model_run', 20_000, 600),
    ];
    const runs = readTrace(JSON.stringify(trace));
    expect(runs.map(({ milliseconds }) => milliseconds)).toEqual([1.5, 0.6]);
    expect(runs.map(({ nodes }) => nodes.map(({ name, milliseconds }) => [name, milliseconds]))).toEqual([
      [
        ['Gemm/1', 0.7],
        ['Gemm/2', 0.2],
      ],
      [['Gemm/1', 0.5]],
    ]);
    const [first] = runs[0]!.nodes;
    expect(first).toMatchObject({
      operator: 'Gemm',
      inputShapes: [
        [2, 3],
        [3, 4],
      ],
      outputShapes: [[2, 4]],
    });
  });
});

describe('productFlops', () => {
  const product = (operator: string, a: number[], b: number[], y: number[]): NodeTrace => ({
    name: operator,
    operator,
    milliseconds: 1,
    inputShapes: [a, b],
    outputShapes: [y],
  });
  const size = fc.integer({ min: 2, max: 5000 });

  it('is 2·M·K·N however the factors are transposed', () => {
    fc.assert(
      fc.property(size, size, size, fc.boolean(), fc.boolean(), (m, k, n, transA, transB) => {
        const trace = product('Gemm', transA ? [k, m] : [m, k], transB ? [n, k] : [k, n], [m, n]);
        expect(productFlops(trace) / (2 * m * k * n)).toBeCloseTo(1, 12);
      }),
    );
  });

  it('counts every product of a batch', () => {
    expect(productFlops(product('FusedMatMul', [2, 3, 4, 5], [2, 3, 6, 5], [2, 3, 4, 6]))).toBeCloseTo(
      6 * 2 * 4 * 5 * 6,
    );
    expect(productFlops(product('MatMul', [7, 4, 5], [5, 6], [7, 4, 6]))).toBeCloseTo(7 * 2 * 4 * 5 * 6);
  });

  it('counts no sums by a vector of ones, and no other operators', () => {
    expect(productFlops(product('MatMul', [1, 4096], [4096, 256], [1, 256]))).toBe(0);
    expect(productFlops(product('Add', [2, 2], [2, 2], [2, 2]))).toBe(0);
  });
});
