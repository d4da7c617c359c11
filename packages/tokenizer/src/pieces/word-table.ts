import type { Pieces } from './piece-table.js';

/** Longer words do not fit a key of ninety bits. */
export const maxPackedLength = 15;

/** Symbol → the unit that it stands for: a–z, 0–9, A–Z from 1 on, so that six bits hold any. */
export const symbolUnits: readonly number[] = [
  0,
  ...Array.from({ length: 26 }, (_, i) => 0x61 + i),
  ...Array.from({ length: 10 }, (_, i) => 0x30 + i),
  ...Array.from({ length: 26 }, (_, i) => 0x41 + i),
];

const symbols = Uint8Array.from({ length: 128 }, (_, unit) => Math.max(0, symbolUnits.indexOf(unit)));

/** The symbol of a unit, or 0. */
export function packedSymbol(unit: number): number {
  return symbols[unit] ?? 0;
}

/**
 * The tokens of words of up to fifteen ASCII letters and digits: those of the vocabulary from the start, others as they
 * are met, until the table is full. A word is its own key: three integers of thirty bits, five letters in each, the last
 * one lowest. So equal keys are equal words.
 */
export class WordTable {
  /**
   * Four entries a slot: the key from its lowest bits up, and a value. A first entry of 0 is a free slot. The value is
   * the id + 1 of a word that is one token, or ~place of its tokens in {@link lists}.
   */
  readonly keys: Int32Array;
  /** For places in {@link keys}. */
  readonly mask: number;
  /** The tokens of words that have several: their number, then the id and the end of each. */
  lists = new Int32Array(1024);
  private listsLength = 1;
  private free: number;

  /** @param longest  words of more letters are unknown, also those of the vocabulary */
  constructor(vocabulary: readonly string[], longest: number) {
    const slots = 2 ** Math.max(12, Math.ceil(Math.log2(vocabulary.length * 3)));
    this.keys = new Int32Array(slots * 4);
    this.mask = slots * 4 - 4;
    this.free = slots >> 1;
    const limit = Math.min(longest, maxPackedLength);
    for (let id = 0; id < vocabulary.length; id++) {
      const piece = vocabulary[id] ?? '';
      if (piece.length <= limit) this.addPiece(piece, id);
    }
  }

  /** The first place that a word may be at. */
  hash(low: number, middle: number, high: number): number {
    const mixed = low ^ Math.imul(middle, 0x2c1b3c6d) ^ Math.imul(high, 0x297a2d39);
    return (Math.imul(mixed, 0x9e3779b1) >>> 11) & this.mask;
  }

  /** Keeps a word's tokens, if there is room. */
  add(low: number, middle: number, high: number, { ids, ends }: Pieces, count: number): void {
    if (this.free === 0) return;
    if (count === 1) {
      this.set(low, middle, high, (ids[0] ?? 0) + 1);
      return;
    }
    const place = this.listsLength;
    if (place + 1 + 2 * count > this.lists.length) {
      const lists = new Int32Array(this.lists.length * 2);
      lists.set(this.lists);
      this.lists = lists;
    }
    this.lists[this.listsLength++] = count;
    for (let i = 0; i < count; i++) {
      this.lists[this.listsLength++] = ids[i] ?? 0;
      this.lists[this.listsLength++] = ends[i] ?? 0;
    }
    this.set(low, middle, high, ~place);
  }

  private addPiece(piece: string, id: number): void {
    if (piece === '') return;
    let low = 0;
    let middle = 0;
    let high = 0;
    for (let i = 0; i < piece.length; i++) {
      const symbol = packedSymbol(piece.charCodeAt(i));
      if (symbol === 0) return;
      high = (high << 6) | (middle >>> 24);
      middle = ((middle << 6) | (low >>> 24)) & 0x3fffffff;
      low = ((low << 6) | symbol) & 0x3fffffff;
    }
    this.set(low, middle, high, id + 1);
  }

  private set(low: number, middle: number, high: number, value: number): void {
    const { keys, mask } = this;
    let slot = this.hash(low, middle, high);
    while (keys[slot] !== 0) {
      if (keys[slot] === low && keys[slot + 1] === middle && keys[slot + 2] === high) break;
      slot = (slot + 4) & mask;
    }
    if (keys[slot] === 0) this.free--;
    keys[slot] = low;
    keys[slot + 1] = middle;
    keys[slot + 2] = high;
    keys[slot + 3] = value;
  }
}
