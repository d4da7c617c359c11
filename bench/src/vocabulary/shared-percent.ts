/** The share of the pieces of `a` that `b` has too, in percent. */
export function sharedPercent(a: readonly string[], b: readonly string[]): number {
  const known = new Set(b);
  return (100 * a.filter((piece) => known.has(piece)).length) / a.length;
}
