import type { Encoding } from './encoding.js';
import type { TokenStore } from './token-store.js';
import { numberWords, type Tokens } from './tokens.js';

/** What all views of a tokenizer have in common. */
export interface ViewContext {
  readonly clsId: number;
  readonly sepId: number;
  /** Id → token. */
  readonly tokenOf: (id: number) => string;
  /** Whether each id is of a piece that continues a word. */
  readonly continues: Uint8Array;
}

type Made = { -readonly [Name in keyof Encoding]?: Encoding[Name] };

/** [CLS] A [SEP] (B [SEP]), or A (B), as it was written into a store: everything else is worked out when it is read. */
export class EncodingView implements Encoding {
  readonly length: number;
  readonly source: number;
  private readonly context: ViewContext;
  private readonly ids: Int32Array;
  private readonly allOffsets: Int32Array;
  private readonly from: number;
  private readonly second: number;
  private readonly added: number;
  private made: Made | undefined;

  /**
   * @param store   its row under way is the encoding
   * @param second  where in the row the tokens of the second text start; −1 where there is none
   * @param added   how many tokens stand before the first text, and after each: 1, or 0 where nothing was added
   */
  constructor(context: ViewContext, store: TokenStore, second: number, added: number, source: number) {
    this.context = context;
    this.ids = store.ids;
    this.allOffsets = store.offsets;
    this.from = store.rowStart;
    this.length = store.length - store.rowStart;
    this.second = second;
    this.added = added;
    this.source = source;
    this.made = undefined;
  }

  get truncatedCount(): number {
    return 0;
  }

  get overflow(): readonly Encoding[] {
    return [];
  }

  get inputIds(): Int32Array {
    return this.make('inputIds', () => this.ids.subarray(this.from, this.from + this.length));
  }

  get offsets(): Int32Array {
    return this.make('offsets', () => this.allOffsets.subarray(2 * this.from, 2 * (this.from + this.length)));
  }

  get attentionMask(): Uint8Array {
    return this.make('attentionMask', () => new Uint8Array(this.length).fill(1));
  }

  get tokenTypeIds(): Uint8Array {
    return this.make('tokenTypeIds', () => {
      const types = new Uint8Array(this.length);
      return this.second < 0 ? types : types.fill(1, this.second);
    });
  }

  get specialTokensMask(): Uint8Array {
    return this.make('specialTokensMask', () => Uint8Array.from(this.sequenceIds, (id) => (id < 0 ? 1 : 0)));
  }

  get sequenceIds(): Int8Array {
    return this.make('sequenceIds', () => {
      const sequences = new Int8Array(this.length).fill(-1);
      for (const [sequence, { from, to }] of this.ranges().entries()) sequences.fill(sequence, from, to);
      return sequences;
    });
  }

  get wordIds(): Int32Array {
    return this.make('wordIds', () => {
      const words = new Int32Array(this.length).fill(-1);
      for (const { from, to } of this.ranges()) {
        words.set(numberWords(this.inputIds.subarray(from, to), this.context.continues), from);
      }
      return words;
    });
  }

  get tokens(): readonly string[] {
    return this.make('tokens', () => Array.from(this.inputIds, this.context.tokenOf));
  }

  /** The tokens of each text, copied. */
  sequences(): Tokens[] {
    return this.ranges().map(({ from, to }) => ({
      ids: this.inputIds.slice(from, to),
      offsets: this.offsets.slice(2 * from, 2 * to),
      words: this.wordIds.slice(from, to),
    }));
  }

  /** Where the tokens of each text stand in it. */
  private ranges(): { readonly from: number; readonly to: number }[] {
    const { added, second } = this;
    const end = this.length - added;
    if (second < 0) return [{ from: added, to: end }];
    return [
      { from: added, to: second - added },
      { from: second, to: end },
    ];
  }

  private make<Name extends keyof Encoding>(name: Name, make: () => Encoding[Name]): Encoding[Name] {
    this.made ??= {};
    const made: Made = this.made;
    let value = made[name];
    if (value === undefined) {
      value = make();
      made[name] = value;
    }
    return value as Encoding[Name];
  }
}
