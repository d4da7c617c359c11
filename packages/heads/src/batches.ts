/** How many tokens a batch has, padding included: more ran slower, as did much fewer. */
export const defaultMaxTokens = 576;

/** What a batch costs besides its tokens, in tokens: all weights are read once more. Measured with models of 22 and 110 M. */
const batchCost = 27;

export interface BatchOptions {
  /** The most tokens of a batch, padding included; a longer sequence is a batch of its own. Default: 576. */
  maxTokens?: number | undefined;
}

/**
 * Puts sequences of like lengths together, so that short ones are not padded to long ones: of all ways to cut the
 * sequences, sorted by length, into batches, the cheapest one, by dynamic programming.
 *
 * @param lengths  of the sequences, in tokens
 * @returns        the indices of the sequences of each batch, the longest first; of equal lengths, in their order
 */
export function planBatches(
  lengths: readonly number[],
  { maxTokens = defaultMaxTokens }: BatchOptions = {},
): number[][] {
  const order = [...lengths.keys()].sort((a, b) => (lengths[b] ?? 0) - (lengths[a] ?? 0));
  const cheapest = new Float64Array(order.length + 1); // of the first so many sequences
  const lastStart = new Uint32Array(order.length + 1); // where the last batch of these begins
  for (let end = 1; end <= order.length; end++) {
    cheapest[end] = Number.POSITIVE_INFINITY;
    for (let start = end - 1; start >= 0; start--) {
      const tokens = (end - start) * (lengths[order[start] ?? 0] ?? 0); // padded to the longest, which is the first
      if (tokens > maxTokens && end - start > 1) break;
      const cost = (cheapest[start] ?? 0) + batchCost + tokens;
      if (cost >= (cheapest[end] ?? 0)) continue;
      cheapest[end] = cost;
      lastStart[end] = start;
    }
  }
  const batches: number[][] = [];
  for (let end = order.length; end > 0; end = lastStart[end] ?? 0) batches.push(order.slice(lastStart[end], end));
  return batches.reverse();
}
