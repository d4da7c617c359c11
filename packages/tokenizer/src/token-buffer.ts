/** Tokens as they are found: columns that grow, reused from call to call. */
export class TokenBuffer {
  ids = new Int32Array(512);
  /** Where each token starts in its text, in UTF-16 units. */
  starts = new Int32Array(512);
  ends = new Int32Array(512);
  /** The number of the word that each token is of, from 0 in each text. */
  words = new Int32Array(512);
  length = 0;
  /** How many words the text has so far. */
  wordCount = 0;

  clear(): void {
    this.length = 0;
    this.wordCount = 0;
    if (this.ids.length > 1 << 20) this.resize(512); // one huge text is no reason to keep its memory
  }

  /** Adds a token of the word that is being read; `wordCount` is raised by who has read the word. */
  push(id: number, start: number, end: number, word: number): void {
    const { length } = this;
    if (length === this.ids.length) this.resize(length * 2);
    this.ids[length] = id;
    this.starts[length] = start;
    this.ends[length] = end;
    this.words[length] = word;
    this.length = length + 1;
  }

  private resize(capacity: number): void {
    const resized = (old: Int32Array) => {
      const column = new Int32Array(capacity);
      column.set(old.subarray(0, this.length));
      return column;
    };
    this.ids = resized(this.ids);
    this.starts = resized(this.starts);
    this.ends = resized(this.ends);
    this.words = resized(this.words);
  }
}
