/** How many tokens a batch has, padding included: more ran slower, as did much fewer. */
const defaultMaxTokens = 512;

export interface BatchOptions {
  /** The most tokens of a batch, padding included; a longer sequence is a batch of its own. Default: 512. */
  maxTokens?: number | undefined;
}

/**
 * Puts sequences of like lengths together, so that short ones are not padded to long ones.
 *
 * @param lengths  of the sequences, in tokens
 * @returns        the indices of the sequences of each batch, the longest first; of equal lengths, in their order
 */
export function planBatches(
  lengths: readonly number[],
  { maxTokens = defaultMaxTokens }: BatchOptions = {},
): number[][] {
  const order = [...lengths.keys()].sort((a, b) => (lengths[b] ?? 0) - (lengths[a] ?? 0));
  const batches: number[][] = [];
  let batch: number[] = [];
  for (const index of order) {
    const longest = lengths[batch[0] ?? index] ?? 0;
    if (batch.length > 0 && (batch.length + 1) * longest > maxTokens) {
      batches.push(batch);
      batch = [];
    }
    batch.push(index);
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}
