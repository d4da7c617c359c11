import { VocabularyError } from '../errors.js';

const startingSeed = 0x2f0b4c47;
const continuingSeed = 0x6c62272e;

/** Where in a word its pieces end, and their ids: a scratch pad that the next word overwrites. */
export interface Pieces {
  readonly ids: Int32Array;
  /** In units of the word. */
  readonly ends: Int32Array;
}

/**
 * The pieces of a vocabulary in one table, found by the hash of their UTF-16 units and then compared unit by unit.
 *
 * The hash of a prefix is a step on the way to that of the whole, so a word's longest piece is found by hashing it once
 * and looking its prefixes up from the longest down.
 */
export class PieceTable {
  /** Whether each id is of a piece that continues a word. */
  readonly continues: Uint8Array;
  /** Of the longest piece, its prefix left out, in UTF-16 units. */
  readonly longest: number;
  private readonly prefix: string;
  private readonly mask: number;
  /** Two entries a slot: the hash, and the number of the spelling + 1, or 0 where the slot is free. */
  private readonly slots: Int32Array;
  /** The spellings' units end to end: of each piece in turn, continuing ones without their prefix; then of `startingIds`. */
  private readonly units: Uint16Array;
  /** Spelling → where its units start in {@link units}; one more at the end. */
  private readonly starts: Int32Array;
  /** Ids of pieces with a prefix that may start a word as well, spelled in full. */
  private readonly startingIds: readonly number[];
  private readonly hashes: Int32Array;

  /**
   * @param vocabulary            id → piece; of equal pieces the last one counts
   * @param prefix                of a piece that continues a word
   * @param options.prefixStarts  whether words may start with the prefix. Default: false, as BERT splits words at `#`
   * @throws {VocabularyError} where a piece has half a surrogate pair
   */
  constructor(vocabulary: readonly string[], prefix: string, { prefixStarts = false } = {}) {
    this.prefix = prefix;
    this.continues = new Uint8Array(vocabulary.map((piece) => (piece.startsWith(prefix) ? 1 : 0)));
    this.startingIds = prefixStarts ? [...vocabulary.keys()].filter((id) => this.continues[id] === 1) : [];
    const spellings = [...vocabulary, ...this.startingIds.map((id) => vocabulary[id] ?? '')];
    this.units = new Uint16Array(spellings.reduce((size, { length }) => size + length, 0));
    this.starts = new Int32Array(spellings.length + 1);
    const slotCount = 2 ** Math.ceil(Math.log2(spellings.length * 2 + 2));
    this.mask = slotCount - 1;
    this.slots = new Int32Array(slotCount * 2);
    let longest = 0;
    for (let i = 0; i < spellings.length; i++) longest = Math.max(longest, this.add(spellings[i] ?? '', i));
    this.longest = longest;
    this.hashes = new Int32Array(longest + 1);
  }

  /** The id of a piece, written with the prefix if it continues words, or `undefined`. */
  idOf(piece: string): number | undefined {
    const continues = piece.startsWith(this.prefix);
    const from = continues ? this.prefix.length : 0;
    if (piece.length - from > this.longest) return undefined;
    const units = new Uint16Array(piece.length - from);
    let hash = continues ? continuingSeed : startingSeed;
    for (let i = 0; i < units.length; i++) {
      units[i] = piece.charCodeAt(from + i);
      hash = step(hash, units[i] ?? 0);
    }
    const spelling = this.slots[this.slotOf(hash, units, 0, units.length, continues ? 1 : 0) + 1] ?? 0;
    return spelling === 0 ? undefined : this.idOfSpelling(spelling - 1);
  }

  /**
   * Cuts a word into its pieces: the longest piece it starts with, then the longest that goes on from there, and so forth.
   *
   * @param units  `units[0, length)` is the word
   * @param into   has room for as many pieces as the word has units
   * @returns how many pieces there are, or 0 where some part has no piece: the word is unknown then
   */
  split(units: Uint16Array, length: number, into: Pieces): number {
    const { hashes, slots, longest } = this;
    let count = 0;
    for (let from = 0; from < length; count++) {
      const limit = Math.min(length - from, longest);
      const continues = from === 0 ? 0 : 1;
      let hash = from === 0 ? startingSeed : continuingSeed;
      for (let i = 0; i < limit; i++) {
        hash = step(hash, units[from + i] ?? 0);
        hashes[i] = hash;
      }
      let spelling = 0;
      let size = limit + 1;
      while (spelling === 0 && --size > 0) {
        spelling = slots[this.slotOf(hashes[size - 1] ?? 0, units, from, from + size, continues) + 1] ?? 0;
      }
      if (spelling === 0) return 0;
      from += size;
      into.ids[count] = this.idOfSpelling(spelling - 1);
      into.ends[count] = from;
    }
    return count;
  }

  /** Puts a spelling of a piece into the table, and tells its length. */
  private add(piece: string, spelling: number): number {
    const { units, starts, slots } = this;
    const continues = spelling < this.continues.length ? (this.continues[spelling] ?? 0) : 0;
    const start = starts[spelling] ?? 0;
    let end = start;
    let hash = continues === 1 ? continuingSeed : startingSeed;
    let hasSurrogate = false;
    for (let i = continues === 1 ? this.prefix.length : 0; i < piece.length; i++) {
      const unit = piece.charCodeAt(i);
      if ((unit & 0xf800) === 0xd800) hasSurrogate = true;
      units[end++] = unit;
      hash = step(hash, unit);
    }
    if (hasSurrogate && /\p{Surrogate}/u.test(piece)) {
      throw new VocabularyError(
        `Piece ${spelling} of the vocabulary is ${JSON.stringify(piece)}: half a surrogate pair.`,
      );
    }
    starts[spelling + 1] = end;
    if (end === start) return 0; // a word has at least one unit
    const slot = this.slotOf(hash, units, start, end, continues);
    slots[slot] = hash;
    slots[slot + 1] = spelling + 1;
    return end - start;
  }

  /** The slot of a spelling, or the free one where it would be. */
  private slotOf(hash: number, units: Uint16Array, from: number, to: number, continues: number): number {
    const { slots, mask } = this;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (;;) {
      const found = slots[slot * 2 + 1] ?? 0;
      if (found === 0 || (slots[slot * 2] === hash && this.equals(found - 1, units, from, to, continues)))
        return slot * 2;
      slot = (slot + 1) & mask;
    }
  }

  private equals(spelling: number, units: Uint16Array, from: number, to: number, continues: number): boolean {
    if ((this.continues[spelling] ?? 0) !== continues) return false; // those of `startingIds` are beyond its end
    const start = this.starts[spelling] ?? 0;
    if ((this.starts[spelling + 1] ?? 0) - start !== to - from) return false;
    for (let i = from, k = start; i < to; i++, k++) if (units[i] !== this.units[k]) return false;
    return true;
  }

  private idOfSpelling(spelling: number): number {
    const { length } = this.continues;
    return spelling < length ? spelling : (this.startingIds[spelling - length] ?? 0);
  }
}

/** FNV-1a over UTF-16 units. */
function step(hash: number, unit: number): number {
  return Math.imul(hash ^ unit, 0x01000193);
}
