import type { Encoding } from './encoding.js';

/** What is filled up with. */
export interface Filling {
  readonly id: number;
  readonly token: string;
  readonly tokenTypeId: number;
  readonly onLeft: boolean;
}

/** The arrays of an encoding, as they are where all is padding. */
const blankColumns = {
  inputIds: (size: number, { id }: Filling) => new Int32Array(size).fill(id),
  tokenTypeIds: (size: number, { tokenTypeId }: Filling) => new Uint8Array(size).fill(tokenTypeId),
  attentionMask: (size: number) => new Uint8Array(size),
  specialTokensMask: (size: number) => new Uint8Array(size).fill(1),
  offsets: (size: number) => new Int32Array(2 * size),
  wordIds: (size: number) => new Int32Array(size).fill(-1),
  sequenceIds: (size: number) => new Int8Array(size).fill(-1),
};

export type ColumnName = keyof typeof blankColumns;

/** The arrays of an encoding, filled up to `length` tokens: no less than it has. */
export function filledColumns(encoding: Encoding, length: number, filling: Filling): Pick<Encoding, ColumnName> {
  const names = Object.keys(blankColumns) as ColumnName[];
  const columns = names.map((name) => [name, filledColumn(name, [encoding], length, filling)]);
  return Object.fromEntries(columns) as Pick<Encoding, ColumnName>; // all of them
}

/** An array of some encodings, one after the other, each filled up to `length` tokens: no less than it has. */
export function filledColumn<Name extends ColumnName>(
  name: Name,
  encodings: readonly Pick<Encoding, Name>[],
  length: number,
  filling: Filling,
): Encoding[Name] {
  const column = blankColumns[name](encodings.length * length, filling);
  const rowSize = column.length / encodings.length;
  for (const [i, encoding] of encodings.entries()) {
    const row = encoding[name];
    column.set(row, filling.onLeft ? (i + 1) * rowSize - row.length : i * rowSize);
  }
  return column as Encoding[Name]; // blankColumns has the same names and types
}
