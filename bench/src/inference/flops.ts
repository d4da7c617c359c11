import type { BertConfig } from '@bertkit/model';

/**
 * Multiplications and additions in the linear layers of an encoder: query, key, value and attention output, 2·H·H a token
 * each, and the two of the feed-forward, 2·H·I each. The products inside attention, which grow with the length, are not
 * counted, though their time is.
 */
export function linearFlops({ numHiddenLayers, hiddenSize, intermediateSize }: BertConfig, tokens: number): number {
  return numHiddenLayers * 2 * tokens * hiddenSize * (4 * hiddenSize + 2 * intermediateSize);
}
