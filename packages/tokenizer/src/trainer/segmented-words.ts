/** Pair (left, right) of piece ids has the key left · 2²⁶ + right, exact in a double. */
const keyBase = 2 ** 26;

/** The two pieces of a pair's key. */
export function piecesOf(pair: number): [left: number, right: number] {
  return [Math.floor(pair / keyBase), pair % keyBase];
}

/** Words as rows of piece ids that grow shorter as pieces are joined, and how often each pair stands in them. */
export class SegmentedWords {
  /** Pair → how often its pieces stand side by side, over all words, each times its own count. */
  readonly pairCounts = new Map<number, number>();
  private readonly pieces: Int32Array;
  private readonly starts: Int32Array;
  private readonly lengths: Int32Array;
  private readonly wordCounts: Float64Array;

  /**
   * @param words    word → how often it stands in the text
   * @param segment  the pieces that a word starts as, no more than its UTF-16 units
   */
  constructor(words: ReadonlyMap<string, number>, segment: (word: string) => readonly number[]) {
    let capacity = 0;
    for (const word of words.keys()) capacity += word.length;
    this.pieces = new Int32Array(capacity);
    this.starts = new Int32Array(words.size);
    this.lengths = new Int32Array(words.size);
    this.wordCounts = new Float64Array(words.size);
    let word = 0;
    let end = 0;
    for (const [text, count] of words) {
      const ids = segment(text);
      this.pieces.set(ids, end);
      this.starts[word] = end;
      this.lengths[word] = ids.length;
      this.wordCounts[word] = count;
      end += ids.length;
      word++;
    }
  }

  /** Counts all pairs, and tells the words that each stands in. */
  countPairs(): Map<number, number[]> {
    const found = new Map<number, number[]>();
    for (let word = 0; word < this.starts.length; word++) {
      const start = this.starts[word] ?? 0;
      const end = start + (this.lengths[word] ?? 0);
      for (let i = start + 1; i < end; i++) this.count(this.pieces[i - 1] ?? 0, this.pieces[i] ?? 0, 1, word, found);
    }
    return found;
  }

  /**
   * Makes one piece of a pair, from left to right, in each of the given words, and corrects the counts of the pairs
   * around it. That of the pair itself stays.
   *
   * @param joined  the id of the new piece
   * @returns the pairs that were met more often, with the words they now stand in
   */
  join(pair: number, joined: number, words: readonly number[]): Map<number, number[]> {
    const [left, right] = piecesOf(pair);
    const { pieces } = this;
    const found = new Map<number, number[]>();
    for (const word of words) {
      const start = this.starts[word] ?? 0;
      const end = start + (this.lengths[word] ?? 0);
      let to = start;
      for (let i = start; i < end; to++) {
        const piece = pieces[i++] ?? 0;
        if (piece !== left || i === end || pieces[i] !== right) {
          pieces[to] = piece;
          continue;
        }
        pieces[to] = joined;
        i++;
        if (to > start) {
          const before = pieces[to - 1] ?? 0;
          this.count(before, left, -1, word, found);
          this.count(before, joined, 1, word, found);
        }
        if (i < end) {
          const after = pieces[i] ?? 0;
          this.count(right, after, -1, word, found);
          this.count(joined, after, 1, word, found);
        }
      }
      this.lengths[word] = to - start;
    }
    return found;
  }

  private count(left: number, right: number, times: 1 | -1, word: number, found: Map<number, number[]>): void {
    const pair = left * keyBase + right;
    this.pairCounts.set(pair, (this.pairCounts.get(pair) ?? 0) + times * (this.wordCounts[word] ?? 0));
    if (times < 0) return;
    const words = found.get(pair);
    if (words === undefined) found.set(pair, [word]);
    else if (words.at(-1) !== word) words.push(word);
  }
}
