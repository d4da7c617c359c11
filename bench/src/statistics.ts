/** A quantity that was measured several times, or once. */
export interface Result {
  readonly name: string;
  readonly unit: string;
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** @throws {RangeError} there are no values */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  if (upper === undefined || lower === undefined) throw new RangeError('There is no median of no values.');
  return (lower + upper) / 2;
}

export function summarize(name: string, unit: string, values: readonly number[]): Result {
  return { name, unit, median: median(values), min: Math.min(...values), max: Math.max(...values) };
}

/**
 * The median of the ratios `a[i] / b[i]` of each round, not the ratio of the medians: what slows the machine down for a
 * while slows both values of a round, and so cancels out.
 */
export function pairedRatio(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) throw new RangeError(`${a.length} values cannot be paired with ${b.length}.`);
  return median(a.map((value, i) => value / (b[i] as number))); // as many as a
}
