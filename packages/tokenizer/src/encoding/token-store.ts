/** Tokens a chunk of the pool holds: 768 KiB. */
const chunkSize = 2 ** 16;

/**
 * Tokens as they are found, in columns that take more and more rows. What is full is not enlarged but left to the
 * encodings that look into it: the row under way moves on to new columns.
 */
export class TokenStore {
  ids: Int32Array;
  /** Start and end of each token in turn, in UTF-16 units of its text. */
  offsets: Int32Array;
  /** Where the next token goes. */
  length = 0;
  /** Where the row under way starts: tokens before it stay where they are when the columns are full. */
  rowStart = 0;

  constructor(capacity = chunkSize) {
    this.ids = new Int32Array(capacity);
    this.offsets = new Int32Array(capacity * 2);
  }

  get capacity(): number {
    return this.ids.length;
  }

  startRow(): void {
    this.rowStart = this.length;
  }

  push(id: number, start: number, end: number): void {
    if (this.length === this.ids.length) this.makeRoom(1);
    const { length } = this;
    this.ids[length] = id;
    this.offsets[length * 2] = start;
    this.offsets[length * 2 + 1] = end;
    this.length = length + 1;
  }

  /** Makes sure of room for more tokens. `ids`, `offsets`, `length` and `rowStart` are others afterwards. */
  makeRoom(tokens: number): void {
    const { ids, offsets, rowStart, length } = this;
    if (length + tokens <= ids.length) return;
    const kept = length - rowStart;
    const capacity = Math.max(chunkSize, 2 * kept + tokens);
    this.ids = new Int32Array(capacity);
    this.offsets = new Int32Array(capacity * 2);
    this.ids.set(ids.subarray(rowStart, length));
    this.offsets.set(offsets.subarray(rowStart * 2, length * 2));
    this.length = kept;
    this.rowStart = 0;
  }
}
