import type { TokenBuffer } from './token-buffer.js';
import type { Word } from './word.js';

/** Marks a piece that continues a word. */
export const continuingPrefix = '##';

/** Longer words are unknown words. In code points, counted after normalisation. */
const maxWordLength = 100;

/** WordPiece: a word is the longest piece it starts with, then the longest that goes on from there, and so forth. */
export class WordPieces {
  private readonly unkId: number;
  private readonly starting: ReadonlyMap<string, number>;
  private readonly continuing = new Map<string, number>();
  private readonly longest: number;

  /** @param ids  piece → id, continuing pieces with their prefix */
  constructor(ids: ReadonlyMap<string, number>, unkId: number) {
    this.unkId = unkId;
    this.starting = ids; // those with the prefix match no word: `#` is punctuation
    let longest = 0;
    for (const [piece, id] of ids) {
      longest = Math.max(longest, piece.length);
      if (piece.startsWith(continuingPrefix)) this.continuing.set(piece.slice(continuingPrefix.length), id);
    }
    this.longest = longest;
  }

  /** The token of a word of one character. */
  idOf(codePoint: number): number {
    return this.starting.get(String.fromCodePoint(codePoint)) ?? this.unkId;
  }

  /** Adds the tokens of a word to `tokens`: its pieces, or the unknown token where some part has no piece. */
  match(word: Word, tokens: TokenBuffer): void {
    const { starts, ends, length } = word;
    const first = tokens.length;
    const number = tokens.wordCount++;
    const text = word.codePointCount > maxWordLength ? '' : word.text();
    let from = 0;
    while (from < text.length) {
      const pieces = from === 0 ? this.starting : this.continuing;
      let to = Math.min(from + this.longest, length);
      let id = this.lookUp(pieces, text, from, to);
      while (id === undefined && to > from + 1) id = this.lookUp(pieces, text, from, --to);
      if (id === undefined) break;
      tokens.push(id, starts[from] ?? 0, ends[to - 1] ?? 0, number);
      from = to;
    }
    if (from < length) {
      tokens.length = first;
      tokens.push(this.unkId, starts[0] ?? 0, ends[length - 1] ?? 0, number);
    }
  }

  private lookUp(pieces: ReadonlyMap<string, number>, text: string, from: number, to: number): number | undefined {
    const isInsidePair = (text.charCodeAt(to) & 0xfc00) === 0xdc00; // NaN, past the end, becomes 0
    return isInsidePair ? undefined : pieces.get(text.slice(from, to));
  }
}
