import { describe, expect, it } from 'vitest';
import { initializeParameters } from './initialize.js';
import { encoderParameters, linearParameters, wordEmbeddings } from './parameters.js';
import { createConfig } from './published-sizes.js';

const config = createConfig('tiny', {
  vocabSize: 200,
  hiddenSize: 64,
  numHiddenLayers: 1,
  padTokenId: 3,
  initializerRange: 0.5,
});
const encoder = encoderParameters(config, { pooler: true });

describe('initializeParameters', () => {
  it('draws weights from a normal distribution that is not truncated', () => {
    const values = initializeParameters(encoder, config, 1).get('bert.encoder.layer.0.intermediate.dense.weight')!.data;
    const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
    const deviation = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length);
    expect(Math.abs(mean)).toBeLessThan((5 * 0.5) / Math.sqrt(values.length)); // five standard errors
    expect(Math.abs(deviation - 0.5)).toBeLessThan((5 * 0.5) / Math.sqrt(2 * values.length));
    expect(values.some((x) => Math.abs(x) > 3 * 0.5)).toBe(true); // 32768 draws: 88 are due beyond three deviations
  });

  it('starts biases at 0, LayerNorm at 1 and 0, and the row of the pad token at 0', () => {
    const parameters = initializeParameters(encoder, config, 1);
    const distinct = (name: string) => [...new Set(parameters.get(name)!.data)];
    expect(distinct('bert.pooler.dense.bias')).toEqual([0]);
    expect(distinct('bert.embeddings.LayerNorm.weight')).toEqual([1]);
    expect(distinct('bert.embeddings.LayerNorm.bias')).toEqual([0]);
    const { data } = parameters.get(wordEmbeddings)!;
    const isZero = Array.from({ length: 200 }, (_, row) =>
      data.subarray(row * 64, (row + 1) * 64).every((x) => x === 0),
    );
    expect(isZero.indexOf(true)).toBe(3);
    expect(isZero.lastIndexOf(true)).toBe(3);
  });

  it('draws every row where no token is for padding', () => {
    const { data } = initializeParameters(encoder, { ...config, padTokenId: null }, 1).get(wordEmbeddings)!;
    expect(data.subarray(3 * 64, 4 * 64)).not.toContain(0);
  });

  it('starts a parameter the same whatever stands beside it, and otherwise for another seed or name', () => {
    const head = linearParameters(config, 'classifier', { from: 'hiddenSize', to: 'numLabels' });
    const alone = initializeParameters(encoder, config, 7);
    const withHead = initializeParameters([...head, ...[...encoder].reverse()], config, 7);
    for (const [name, { data }] of alone) expect(withHead.get(name)!.data).toEqual(data);
    const query = 'bert.encoder.layer.0.attention.self.query.weight';
    expect(alone.get(query.replace('query', 'key'))!.data).not.toEqual(alone.get(query)!.data);
    expect(initializeParameters(encoder, config, 8).get(query)!.data).not.toEqual(alone.get(query)!.data);
  });
});
