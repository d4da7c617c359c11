import { describe, expect, it } from 'vitest';
import { input } from '../tensor.js';
import { multiHeadAttention } from './multi-head-attention.js';

// What it computes is checked where ONNX Runtime runs it: the fused kernels against the differentiable ones, in heads.
describe('multiHeadAttention', () => {
  const tokens = (name: string, length: string) => input(name, 'float32', ['batch', length, 8]);
  const mask = input('mask', 'int32', ['batch', 'sequence']);

  it('gives as many rows as there are queries', () => {
    const y = multiHeadAttention(
      tokens('q', 'masked'),
      tokens('k', 'sequence'),
      tokens('v', 'sequence'),
      undefined,
      mask,
    );
    expect(y.shape).toEqual(['batch', 'masked', 8]);
  });

  it('refuses tokens that are no sequences', () => {
    const rows = input('q', 'float32', [6, 8]);
    expect(() => multiHeadAttention(rows, tokens('k', 's'), tokens('v', 's'), undefined, mask)).toThrow(
      'MultiHeadAttention of [6, 8], [batch, s, 8], [batch, s, 8], [batch, sequence]: it takes queries',
    );
  });
});
