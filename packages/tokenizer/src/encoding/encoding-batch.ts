import { type ColumnName, type Filling, filledColumn } from './columns.js';
import type { Encoding } from './encoding.js';
import { pad } from './padding.js';

const noFilling: Filling = { id: 0, token: '', tokenTypeId: 0, onLeft: false };

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
  private readonly columns = new Map<ColumnName, Encoding[ColumnName]>();

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
    return this.rows.map((_, i) => this.at(i)).values();
  }

  get inputIds(): Int32Array {
    return this.column('inputIds');
  }

  get tokenTypeIds(): Uint8Array {
    return this.column('tokenTypeIds');
  }

  get attentionMask(): Uint8Array {
    return this.column('attentionMask');
  }

  get specialTokensMask(): Uint8Array {
    return this.column('specialTokensMask');
  }

  /** `[batchSize, sequenceLength, 2]` */
  get offsets(): Int32Array {
    return this.column('offsets');
  }

  get wordIds(): Int32Array {
    return this.column('wordIds');
  }

  get sequenceIds(): Int8Array {
    return this.column('sequenceIds');
  }

  private column<Name extends ColumnName>(name: Name): Encoding[Name] {
    const { rows, columns, sequenceLength, options } = this;
    let column = columns.get(name);
    if (column === undefined) {
      const isFull = rows.every(({ length }) => length === sequenceLength);
      column = filledColumn(name, rows, sequenceLength, isFull ? noFilling : options.filling());
      columns.set(name, column);
    }
    return column as Encoding[Name]; // as it was put there
  }
}
