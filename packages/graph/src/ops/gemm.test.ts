import { describe, expect, it } from 'vitest';
import { evaluate } from '../evaluate.js';
import { gradientError, samples } from '../finite-differences.js';
import { constant, input } from '../tensor.js';
import { gemm } from './gemm.js';

const a = constant([1, 2, 3, 4, 5, 6], [2, 3]);
const aTransposed = constant([1, 4, 2, 5, 3, 6], [3, 2]);
const b = constant([1, 0, 0, 1, 1, 1], [3, 2]);
const bTransposed = constant([1, 0, 1, 0, 1, 1], [2, 3]);
const product = [4, 5, 10, 11]; // 1 + 3, 2 + 3; 4 + 6, 5 + 6

describe('gemm', () => {
  it('multiplies matrices, each as it is or transposed', () => {
    expect([...evaluate(gemm(a, b))]).toEqual(product);
    expect([...evaluate(gemm(aTransposed, b, { transA: true }))]).toEqual(product);
    expect([...evaluate(gemm(a, bTransposed, { transB: true }))]).toEqual(product);
    expect([...evaluate(gemm(aTransposed, bTransposed, { transA: true, transB: true }))]).toEqual(product);
  });

  it('scales the product by alpha and what it adds by beta', () => {
    const c = constant([100, 200], [2]);
    expect([...evaluate(gemm(a, b, { c }))]).toEqual([104, 205, 110, 211]);
    expect([...evaluate(gemm(a, b, { c, alpha: 2, beta: 0.5 }))]).toEqual([58, 110, 70, 122]);
    expect([...evaluate(gemm(a, b, { c: constant([100, 200], [2, 1]) }))]).toEqual([104, 105, 210, 211]);
  });

  it('takes matrices without rows, and with an inner size of 0', () => {
    expect([...evaluate(gemm(constant([], [0, 3]), b))]).toEqual([]);
    expect([...evaluate(gemm(constant([], [1, 0]), constant([], [0, 2])))]).toEqual([0, 0]);
    expect(gemm(input('x', 'float32', ['rows', 3]), b).shape).toEqual(['rows', 2]);
  });

  it('refuses what does not fit, and says how it was transposed', () => {
    expect(() => gemm(a, b, { transB: true })).toThrow('Gemm of [2, 3] and [3, 2]ᵀ: the inner sizes differ.');
    expect(() => gemm(a, aTransposed, { transA: true })).toThrow('Gemm of [2, 3]ᵀ and [3, 2]: the inner sizes differ.');
    expect(() => gemm(constant([1, 2, 3], [3]), b)).toThrow('Gemm of [3] and [3, 2]');
    expect(() => gemm(a, b, { c: constant([1, 2, 3], [3]) })).toThrow('[2, 2] and [3] do not broadcast: 2 is not 3.');
    expect(() => gemm(a, b, { c: constant([1, 2], [2, 1, 1]) })).toThrow(
      'Gemm adds [2, 1, 1] to [2, 2], which does not broadcast.',
    );
  });

  const shapesOfC = [undefined, [], [4], [2, 1], [1, 4], [2, 4]];
  it.each([
    { transA: false, transB: false },
    { transA: true, transB: false },
    { transA: false, transB: true },
    { transA: true, transB: true },
  ])('has the gradient that central differences give, %j', ({ transA, transB }) => {
    for (const shape of shapesOfC) {
      const factors = [samples(transA ? [3, 2] : [2, 3]), samples(transB ? [4, 3] : [3, 4], { seed: 2 })];
      const inputs = shape === undefined ? factors : [...factors, samples(shape, { seed: 3 })];
      const error = gradientError((x, y, c) => gemm(x!, y!, { c, transA, transB, alpha: 0.5, beta: -2 }), inputs);
      expect(error, JSON.stringify(shape)).toBeLessThan(1e-8);
    }
  });

  it('has the gradient of both factors where they are one tensor', () => {
    expect(gradientError((x) => gemm(x!, x!, { transB: true }), [samples([2, 3])])).toBeLessThan(1e-8);
  });
});
