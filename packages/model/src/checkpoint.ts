/** A tensor as the files of a checkpoint hold it. */
export interface StoredTensor {
  /** As it is named there. */
  readonly name: string;
  /** As safetensors spells it: `F32`, `F16`, `BF16`, `I64`, … */
  readonly dtype: string;
  readonly shape: readonly number[];
  /** The file, and the bytes `[start, end)` of it that hold all elements. */
  readonly file: string;
  readonly start: number;
  readonly end: number;
  /** For a view whose elements do not simply follow each other: the distance between them along each axis, in elements. */
  readonly strides?: readonly number[];
}
