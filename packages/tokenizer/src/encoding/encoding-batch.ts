import type { Encoding } from './encoding.js';
import { type Filling, pad } from './padding.js';

export interface EncodingBatchOptions {
  /** Tokens of each row of the arrays, no less than the longest row has. */
  readonly sequenceLength: number;
  /** The length that each encoding is filled up to. Default: they stay as they are. */
  readonly padTo: number | undefined;
  /** Called when shorter rows are to be filled up. */
  readonly filling: () => Filling;
}

/**
 * Encodings of many texts: one by one, or as the arrays that a model takes, `[batchSize, sequenceLength]` in one piece.
 *
 * The arrays are made when they are first read. Rows shorter than the longest are filled up with padding there, as a
 * rectangle has to be; the encodings themselves are so only where it was asked for.
 */
export class EncodingBatch implements Iterable<Encoding> {
  /** Tokens of each row: as many as the longest has, or as all were to be filled up to. */
  readonly sequenceLength: number;
  private readonly rows: readonly Encoding[];
  private readonly options: EncodingBatchOptions;
  private readonly arrays = new Map<string, Int32Array | Uint8Array | Int8Array>();

  /** Use `encodeBatch` or `stack` of a tokenizer. */
  constructor(rows: readonly Encoding[], options: EncodingBatchOptions) {
    this.rows = rows;
    this.options = options;
    this.sequenceLength = options.sequenceLength;
  }

  get batchSize(): number {
    return this.rows.length;
  }

  /** @throws {RangeError} there is no such encoding */
  at(index: number): Encoding {
    const row = this.rows[index];
    if (row === undefined) throw new RangeError(`There is no encoding ${index}: the batch has ${this.batchSize}.`);
    const { padTo, filling } = this.options;
    return padTo === undefined ? row : pad(row, padTo, filling());
  }

  [Symbol.iterator](): Iterator<Encoding> {
    const rows = this.options.padTo === undefined ? this.rows : this.rows.map((_, i) => this.at(i));
    return rows[Symbol.iterator]();
  }

  get inputIds(): Int32Array {
    return this.array('inputIds', Int32Array, ({ id }) => id);
  }

  get tokenTypeIds(): Uint8Array {
    return this.array('tokenTypeIds', Uint8Array, ({ tokenTypeId }) => tokenTypeId);
  }

  get attentionMask(): Uint8Array {
    return this.array('attentionMask', Uint8Array, () => 0);
  }

  get specialTokensMask(): Uint8Array {
    return this.array('specialTokensMask', Uint8Array, () => 1);
  }

  /** `[batchSize, sequenceLength, 2]` */
  get offsets(): Int32Array {
    return this.array('offsets', Int32Array, () => 0, 2);
  }

  get wordIds(): Int32Array {
    return this.array('wordIds', Int32Array, () => -1);
  }

  get sequenceIds(): Int8Array {
    return this.array('sequenceIds', Int8Array, () => -1);
  }

  private array<T extends Int32Array | Uint8Array | Int8Array>(
    name: 'inputIds' | 'tokenTypeIds' | 'attentionMask' | 'specialTokensMask' | 'offsets' | 'wordIds' | 'sequenceIds',
    ArrayType: new (length: number) => T,
    fillOf: (filling: Filling) => number,
    width = 1,
  ): T {
    const known = this.arrays.get(name);
    if (known !== undefined) return known as T;
    const { rows, sequenceLength } = this;
    const rowSize = sequenceLength * width;
    const array = new ArrayType(rows.length * rowSize);
    const isFull = rows.every(({ length }) => length === sequenceLength);
    const filling = isFull ? undefined : this.options.filling();
    if (filling !== undefined) array.fill(fillOf(filling));
    for (const [i, row] of rows.entries()) {
      const column = row[name];
      array.set(column, i * rowSize + (filling?.onLeft ? rowSize - column.length : 0));
    }
    this.arrays.set(name, array);
    return array;
  }
}
