/** Two neighbouring pieces that could become one. */
export interface Merge {
  /** The key of the pair; of equally frequent pairs the smallest comes first. */
  readonly pair: number;
  /** How often the pair was met when this was queued. It may have grown less since, never more. */
  readonly count: number;
  /** The words in which it was met. */
  readonly words: readonly number[];
}

/** A binary heap of merges: the most frequent first. */
export class MergeQueue {
  private readonly heap: Merge[] = [];

  push(merge: Merge): void {
    const { heap } = this;
    let at = heap.length;
    for (let parent = (at - 1) >> 1; at > 0; at = parent, parent = (at - 1) >> 1) {
      const above = heap[parent];
      if (above === undefined || !comesBefore(merge, above)) break;
      heap[at] = above;
    }
    heap[at] = merge;
  }

  pop(): Merge | undefined {
    const { heap } = this;
    const first = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return first;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      let below = heap[child];
      const right = heap[child + 1];
      if (below !== undefined && right !== undefined && comesBefore(right, below)) {
        below = right;
        child++;
      }
      if (below === undefined || !comesBefore(below, last)) break;
      heap[at] = below;
      at = child;
    }
    heap[at] = last;
    return first;
  }
}

function comesBefore(x: Merge, y: Merge): boolean {
  return x.count > y.count || (x.count === y.count && x.pair < y.pair);
}
