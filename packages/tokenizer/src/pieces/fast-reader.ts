import type { TokenStore } from '../encoding/token-store.js';
import type { Normalizer } from '../words/normalizer.js';
import type { Word } from '../words/word.js';
import { WordSplitter } from '../words/word-splitter.js';
import type { PieceTable } from './piece-table.js';
import { maxPackedLength, packedSymbol, symbolUnits, WordTable } from './word-table.js';

// What a UTF-16 unit is. 1 to 62: a letter or digit, as the symbol that it is packed as once normalised.
const BLANK = 64;
const SINGLE = 65; // a word and a token of its own: punctuation, Chinese
const SPECIAL = 66; // as SINGLE, but a special token may start here
const IN_WORD = 67; // becomes none or several units, or its order may change
const UNKNOWN = 68; // not looked at yet
// From 128 on: part of a word, as this unit once normalised.

const encoder = new TextEncoder();

/** In units: of longer texts no memory is kept. */
const keptLength = 2 ** 20;

/** A token that is looked for in the text as it is written. */
export interface WrittenToken {
  readonly content: string;
  readonly id: number;
}

export interface FastReaderOptions {
  readonly normalizer: Normalizer;
  readonly pieces: PieceTable;
  readonly vocabulary: readonly string[];
  readonly unkId: number;
  /** In code points, after normalisation. */
  readonly maxWordLength: number;
  /** Each starts with a character that is punctuation in ASCII. */
  readonly writtenTokens: readonly WrittenToken[];
}

/**
 * Text to tokens as Hugging Face's BertNormalizer, BertPreTokenizer and WordPiece have it, at the speed of a scan.
 *
 * One load tells what a UTF-16 unit is and becomes. Words of up to fifteen letters and digits are packed into three
 * integers as they are read, which are the exact key of a table of words; others are looked up by hash; and what is not one unit
 * for one (marks, ligatures, emoji, control characters) goes through {@link WordSplitter}, from one blank or
 * punctuation mark to the next.
 */
export class FastReader {
  private readonly classes = new Uint16Array(65536).fill(UNKNOWN);
  /** Unit → the token of a unit that is a word of its own. */
  private readonly singles = new Int32Array(65536);
  private readonly normalizer: Normalizer;
  private readonly splitter: WordSplitter;
  private readonly pieces: PieceTable;
  private readonly words: WordTable;
  private readonly unkId: number;
  private readonly maxWordLength: number;
  private readonly writtenTokens: readonly WrittenToken[];
  /** The units of the word under way, normalised. */
  private readonly normalized: Uint16Array;
  private copied = new Uint16Array(4096);
  private bytes = new Uint8Array(4096);
  private readonly found: { readonly ids: Int32Array; readonly ends: Int32Array };

  constructor({ normalizer, pieces, vocabulary, unkId, maxWordLength, writtenTokens }: FastReaderOptions) {
    this.normalizer = normalizer;
    this.splitter = new WordSplitter(normalizer);
    this.pieces = pieces;
    this.words = new WordTable(vocabulary, maxWordLength);
    this.unkId = unkId;
    this.maxWordLength = maxWordLength;
    this.writtenTokens = writtenTokens.toSorted((x, y) => y.content.length - x.content.length);
    this.normalized = new Uint16Array(maxWordLength);
    this.found = { ids: new Int32Array(2 * maxWordLength), ends: new Int32Array(2 * maxWordLength) };
  }

  /**
   * Adds the tokens of a text to a store.
   *
   * @param findsSpecial  whether special tokens are looked for
   */
  read(text: string, store: TokenStore, findsSpecial: boolean): void {
    const { classes, singles, words } = this;
    const { keys, mask } = words;
    const most = this.maxWordLength;
    const end = text.length;
    const units = this.unitsOf(text);
    let { ids, offsets, length } = store;
    let limit = ids.length - most;
    let i = 0;
    while (i < end) {
      if (length > limit) {
        store.length = length;
        store.makeRoom(most);
        ({ ids, offsets, length } = store);
        limit = ids.length - most;
      }
      const unit = units[i] as number;
      let kind = classes[unit] as number;
      if (kind === BLANK) {
        i++;
        continue;
      }
      const start = i;
      if (kind === SINGLE) {
        ids[length] = singles[unit] as number;
        offsets[2 * length] = start;
        offsets[2 * length + 1] = ++i;
        length++;
        continue;
      }
      let value = 0;
      if (kind < BLANK) {
        let low = kind;
        let middle = 0;
        let high = 0;
        for (;;) {
          kind = classes[units[++i] as number] as number;
          if (kind >= BLANK) break; // so does the blank after the last unit
          high = (high << 6) | (middle >>> 24);
          middle = ((middle << 6) | (low >>> 24)) & 0x3fffffff;
          low = ((low << 6) | kind) & 0x3fffffff;
        }
        if (i - start <= maxPackedLength && kind <= SPECIAL) {
          let slot = words.hash(low, middle, high);
          let key = keys[slot] as number;
          while (key !== low || keys[slot + 1] !== middle || keys[slot + 2] !== high) {
            if (key === 0) break;
            slot = (slot + 4) & mask;
            key = keys[slot] as number;
          }
          if (key !== 0) value = keys[slot + 3] as number;
        }
      }
      if (value > 0) {
        ids[length] = value - 1;
        offsets[2 * length] = start;
        offsets[2 * length + 1] = i;
        length++;
        if (kind === BLANK) i++;
      } else if (value < 0) {
        const { lists } = words;
        let from = start;
        for (let at = ~value + 1, last = at + 2 * (lists[~value] as number); at < last; at += 2) {
          ids[length] = lists[at] as number;
          offsets[2 * length] = from;
          from = start + (lists[at + 1] as number);
          offsets[2 * length + 1] = from;
          length++;
        }
      } else {
        store.length = length;
        i = this.readOther(text, units, start, store, findsSpecial);
        ({ ids, offsets, length } = store);
        limit = ids.length - most;
      }
    }
    store.length = length;
  }

  /** The units of a text, with a blank after the last: as bytes where all are below 128, which is faster to read. */
  private unitsOf(text: string): Uint8Array | Uint16Array {
    const { length } = text;
    const isHuge = length >= keptLength;
    if (length >= this.bytes.length && !isHuge) this.bytes = new Uint8Array(2 * length);
    const bytes = isHuge ? new Uint8Array(length + 1) : this.bytes;
    const mayBeAscii = text.charCodeAt(length >> 1) < 128; // spares most other text the attempt
    if (mayBeAscii && encoder.encodeInto(text, bytes).written === length) {
      bytes[length] = 0x20;
      return bytes;
    }
    if (length >= this.copied.length && !isHuge) this.copied = new Uint16Array(2 * length);
    const copied = isHuge ? new Uint16Array(length + 1) : this.copied;
    for (let i = 0; i < length; i++) copied[i] = text.charCodeAt(i);
    copied[length] = 0x20;
    return copied;
  }

  /** Reads what stands at `start` and is no word of the table, and tells where it ends. */
  private readOther(
    text: string,
    units: Uint8Array | Uint16Array,
    start: number,
    store: TokenStore,
    findsSpecial: boolean,
  ): number {
    const kind = this.kindAt(units[start] ?? 0);
    if (kind === BLANK) return start + 1;
    if (kind === SPECIAL && findsSpecial) {
      const token = this.writtenTokens.find(({ content }) => text.startsWith(content, start));
      if (token !== undefined) {
        const end = start + token.content.length;
        store.push(token.id, start, end);
        return end;
      }
    }
    if (kind === SINGLE || kind === SPECIAL) {
      store.push(this.singles[units[start] ?? 0] ?? 0, start, start + 1);
      return start + 1;
    }

    const { normalized, words, found } = this;
    let low = 0;
    let middle = 0;
    let high = 0;
    let packs = true;
    let i = start;
    for (; i < text.length; i++) {
      const kind = this.kindAt(units[i] ?? 0);
      if (kind >= BLANK && kind <= SPECIAL) break;
      if (kind === IN_WORD) return this.readRun(text, units, start, i, store);
      if (kind < BLANK) {
        high = (high << 6) | (middle >>> 24);
        middle = ((middle << 6) | (low >>> 24)) & 0x3fffffff;
        low = ((low << 6) | kind) & 0x3fffffff;
      } else {
        packs = false;
      }
      if (i - start < normalized.length) normalized[i - start] = kind < BLANK ? (symbolUnits[kind] ?? 0) : kind;
    }
    const length = i - start;
    const count = length > this.maxWordLength ? 0 : this.pieces.split(normalized, length, found);
    if (count === 0) {
      found.ids[0] = this.unkId;
      found.ends[0] = length;
    }
    const tokens = Math.max(1, count);
    if (packs && length <= maxPackedLength) words.add(low, middle, high, found, tokens);
    let from = start;
    for (let k = 0; k < tokens; k++) {
      const to = start + (found.ends[k] ?? 0);
      store.push(found.ids[k] ?? 0, from, to);
      from = to;
    }
    return i;
  }

  /** Reads all up to the next blank or unit that is a word of its own; `text[start, known)` has none. */
  private readRun(
    text: string,
    units: Uint8Array | Uint16Array,
    start: number,
    known: number,
    store: TokenStore,
  ): number {
    let end = known;
    while (end < text.length) {
      const kind = this.kindAt(units[end] ?? 0);
      if (kind >= BLANK && kind <= SPECIAL) break;
      end++;
    }
    this.splitter.split(text, start, end, (word) => this.readWord(word, store));
    return end;
  }

  private readWord({ units, starts, ends, length, codePointCount }: Word, store: TokenStore): void {
    const { found } = this;
    const count = codePointCount > this.maxWordLength ? 0 : this.pieces.split(units, length, found);
    if (count === 0) store.push(this.unkId, starts[0] ?? 0, ends[length - 1] ?? 0);
    let from = 0;
    for (let k = 0; k < count; k++) {
      const to = found.ends[k] ?? 0;
      store.push(found.ids[k] ?? 0, starts[from] ?? 0, ends[to - 1] ?? 0);
      from = to;
    }
  }

  private kindAt(unit: number): number {
    let kind = this.classes[unit] ?? UNKNOWN;
    if (kind === UNKNOWN) {
      kind = this.kindOf(unit);
      this.classes[unit] = kind;
    }
    return kind;
  }

  private kindOf(unit: number): number {
    const { normalizer } = this;
    const isSurrogate = unit >= 0xd800 && unit <= 0xdfff;
    if (isSurrogate || normalizer.isMovable(unit)) return IN_WORD;
    const [form, more] = normalizer.keeps(unit) ? [unit] : normalizer.normalize(unit);
    if (form === undefined || more !== undefined) return IN_WORD;
    if (normalizer.isIsolated(unit) || normalizer.isPunctuation(form)) {
      this.singles[unit] = this.pieces.idOf(String.fromCodePoint(form)) ?? this.unkId;
      return this.writtenTokens.some(({ content }) => content.charCodeAt(0) === unit) ? SPECIAL : SINGLE;
    }
    if (normalizer.isWhitespace(form)) return BLANK;
    const symbol = packedSymbol(form);
    if (symbol > 0) return symbol;
    return form >= 128 && form <= 0xffff ? form : IN_WORD;
  }
}
