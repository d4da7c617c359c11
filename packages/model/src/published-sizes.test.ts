import { describe, expect, it } from 'vitest';
import { ConfigError } from './errors.js';
import { encoderParameters, parameterCount } from './parameters.js';
import { createConfig, type PublishedSize } from './published-sizes.js';

describe('createConfig', () => {
  it.each<[PublishedSize, number]>([
    // Counted by transformers 5.23, BertModel with pooler; the papers give 110 M for base, 340 M for large.
    ['tiny', 4_385_920],
    ['mini', 11_170_560],
    ['small', 28_763_648],
    ['medium', 41_373_184],
    ['base', 109_482_240],
    ['large', 335_141_888],
  ])('gives %s the number of parameters it was published with', (size, count) => {
    const config = createConfig(size, { vocabSize: 30522 });
    expect(parameterCount(encoderParameters(config, { pooler: true }))).toBe(count);
  });

  it('takes any other field, and refuses fields that do not fit', () => {
    expect(
      createConfig('tiny', { vocabSize: 8000, maxPositionEmbeddings: 128, id2label: ['no', 'yes'] }),
    ).toMatchObject({
      vocabSize: 8000,
      hiddenSize: 128,
      maxPositionEmbeddings: 128,
      id2label: ['no', 'yes'],
    });
    expect(() => createConfig('tiny', { vocabSize: 8000, numAttentionHeads: 3 })).toThrow(ConfigError);
  });
});
