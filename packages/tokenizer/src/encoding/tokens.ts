/** The tokens of one text, nothing added. */
export interface Tokens {
  readonly ids: Int32Array;
  /** Start and end of each token in turn, in UTF-16 units. */
  readonly offsets: Int32Array;
  /** The number of the word that each token is of, from 0. */
  readonly words: Int32Array;
  /** Tokens that are not spelled as their ids are in the vocabulary: place → spelling. */
  readonly spelled?: ReadonlyMap<number, string>;
}

/** The numbers of words, as `words[0, …)`: a token starts a word unless its piece continues one. */
export function numberWords(ids: Int32Array, continues: Uint8Array): Int32Array {
  let word = -1;
  return ids.map((id) => (continues[id] === 1 ? word : ++word));
}
