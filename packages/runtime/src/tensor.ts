/** What a tensor's numbers are. 64-bit integers live inside runtimes only: ids, positions and labels are `int32`. */
export type DType = 'float32' | 'int32' | 'uint8';

/** The typed array of each {@link DType}. */
export interface TypedArrays {
  float32: Float32Array;
  int32: Int32Array;
  uint8: Uint8Array;
}

/** A tensor as plain data, row-major; `data.length` is the product of `shape` (a scalar's shape is `[]`). */
export type TensorData<D extends DType = DType> = {
  [Each in D]: { readonly dtype: Each; readonly shape: readonly number[]; readonly data: TypedArrays[Each] };
}[D];

/** A tensor that may lie where the runtime computes (a GPU's memory), to be fed to a later run without a copy. */
export interface DeviceTensor extends AsyncDisposable {
  readonly dtype: DType;
  readonly shape: readonly number[];
  /**
   * Copies the numbers out.
   *
   * @throws {RunError} the tensor has been disposed of
   */
  read(): Promise<TensorData>;
  /** Frees the memory; safe to call twice. */
  dispose(): Promise<void>;
}
