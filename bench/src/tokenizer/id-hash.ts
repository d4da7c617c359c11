/** A hash of 32 bits (FNV-1a over whole ids), so that processes can compare ids without sending them. */
export function hashIds(ids: ArrayLike<number>): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < ids.length; i++) hash = Math.imul(hash ^ (ids[i] ?? 0), 0x01000193);
  return hash >>> 0;
}

/** How many entries differ; all, where the lists are not of one length. */
export function differenceCount(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) return Math.max(a.length, b.length);
  return a.filter((hash, i) => hash !== b[i]).length;
}
