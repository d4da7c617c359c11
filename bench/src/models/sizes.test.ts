import { encoderParameters, parameterCount } from '@bertkit/model';
import { describe, expect, it } from 'vitest';
import { chosenSizes, configOf, sizeNames, titleOf } from './sizes.js';

describe('configOf', () => {
  it.each([
    ['minilm', 22_713_216], // all-MiniLM-L6-v2, with its pooler
    ['base', 109_482_240], // bert-base-uncased
    ['large', 335_141_888], // bert-large-uncased
  ] as const)('has the parameters of the published %s', (size, count) => {
    expect(parameterCount(encoderParameters(configOf(size), { pooler: true }))).toBe(count);
  });

  it('makes room for a larger vocabulary, and keeps the usual size for a smaller one', () => {
    expect(configOf('base', 119_547).vocabSize).toBe(119_547);
    expect(configOf('base', 7).vocabSize).toBe(30_522);
  });
});

describe('chosenSizes', () => {
  it('gives each size once, from small to large', () => {
    expect(chosenSizes(['large', 'tiny', 'large'], ['base'])).toEqual(['tiny', 'large']);
    expect(chosenSizes(undefined, ['base'])).toEqual(['base']);
  });
});

describe('titleOf', () => {
  it('says layers and width', () => {
    expect(titleOf('minilm')).toBe('MiniLM (6 × 384)');
    expect(new Set(sizeNames.map(titleOf)).size).toBe(sizeNames.length);
  });
});
