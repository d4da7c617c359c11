import type { BertConfig } from './config.js';
import { parseConfig, toFields } from './config-json.js';

/** The sizes that Google published (Devlin et al. 2019; Turc et al. 2019, "Well-read students learn better"). */
export const publishedSizes = {
  tiny: { numHiddenLayers: 2, hiddenSize: 128, numAttentionHeads: 2, intermediateSize: 512 },
  mini: { numHiddenLayers: 4, hiddenSize: 256, numAttentionHeads: 4, intermediateSize: 1024 },
  small: { numHiddenLayers: 4, hiddenSize: 512, numAttentionHeads: 8, intermediateSize: 2048 },
  medium: { numHiddenLayers: 8, hiddenSize: 512, numAttentionHeads: 8, intermediateSize: 2048 },
  base: { numHiddenLayers: 12, hiddenSize: 768, numAttentionHeads: 12, intermediateSize: 3072 },
  large: { numHiddenLayers: 24, hiddenSize: 1024, numAttentionHeads: 16, intermediateSize: 4096 },
} as const satisfies Record<string, Partial<BertConfig>>;

export type PublishedSize = keyof typeof publishedSizes;

/**
 * The config of a new model: a published size for a vocabulary, all else as given or by the defaults of
 * {@link BertConfig}.
 *
 * @example
 * createConfig('tiny', { vocabSize: 30522 }).hiddenSize; // => 128
 *
 * @throws {ConfigError} when the fields do not fit each other
 */
export function createConfig(
  size: PublishedSize,
  fields: Partial<BertConfig> & Pick<BertConfig, 'vocabSize'>,
): BertConfig {
  const defaults = parseConfig({ vocab_size: fields.vocabSize }, 'createConfig');
  return parseConfig(toFields({ ...defaults, ...publishedSizes[size], ...fields }), 'createConfig');
}
