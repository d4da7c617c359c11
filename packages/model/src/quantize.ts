/** A matrix [R, C] that is read by rows, so that it need never be in memory as a whole. */
export interface MatrixRows {
  readonly rowCount: number;
  readonly width: number;
  /** Rows `[from, to)`, one after the other. */
  read(from: number, to: number): Promise<Float32Array>;
}

/** A matrix in whole numbers of few bits, with a scale for each row of the matrix it stands for. */
export interface QuantizedMatrix {
  readonly values: Int8Array;
  /** f32 [R]: row r is `values · scales[r]`. */
  readonly scales: Float32Array;
}

/** The whole number that stands for a row's largest weight. */
const levels = { table: 127, linear: 63 } as const;

/** Weights that are read at a time: 4 MB. */
const readAtOnce = 2 ** 20;

/** A table to look rows up in, [R, C], row by row: 8 bits. */
export async function quantizeTable(matrix: MatrixRows): Promise<QuantizedMatrix> {
  const { rowCount, width } = matrix;
  const values = new Int8Array(rowCount * width);
  const scales = new Float32Array(rowCount);
  for await (const { from, count, weights } of readBlocks(matrix)) {
    const parts = values.subarray(from * width);
    for (let row = 0; row < count; row++) {
      const scale = scaleOf(weights, row * width, width, levels.table);
      scales[from + row] = scale;
      quantizeRow(weights, row * width, width, scale, parts);
    }
  }
  return { values, scales };
}

function quantizeRow(weights: Float32Array, start: number, width: number, scale: number, into: Int8Array): void {
  for (let i = start; i < start + width; i++) into[i] = level((weights[i] ?? 0) / scale);
}

/**
 * A linear layer's weight [out, in], a scale for each output, laid out [in, out] as products take it.
 *
 * 7 bits: a processor without VNNI adds pairs of products in 16 bits, which 255 · 63 · 2 does not overflow, so that all
 * processors give the same numbers (microsoft/onnxruntime#6004).
 */
export async function quantizeLinear(matrix: MatrixRows): Promise<QuantizedMatrix> {
  const { rowCount, width } = matrix;
  const values = new Int8Array(rowCount * width);
  const scales = new Float32Array(rowCount);
  for await (const { from, count, weights } of readBlocks(matrix)) {
    for (let row = 0; row < count; row++) scales[from + row] = scaleOf(weights, row * width, width, levels.linear);
    for (let start = 0; start < count; start += rowsTogether) {
      const rows = { start, end: Math.min(start + rowsTogether, count), width };
      quantizeTransposed(weights, rows, scales.subarray(from), values.subarray(from), rowCount);
    }
  }
  return { values, scales };
}

/** Rows that are laid out together, as many bytes as a cache line has. */
const rowsTogether = 64;

/** Writes each of the rows as a column of `into`, a line of which has `stride` numbers. */
function quantizeTransposed(
  weights: Float32Array,
  { start, end, width }: { start: number; end: number; width: number },
  scales: Float32Array,
  into: Int8Array,
  stride: number,
): void {
  for (let i = 0; i < width; i++) {
    for (let row = start; row < end; row++) {
      into[i * stride + row] = level((weights[row * width + i] ?? 0) / (scales[row] ?? 1));
    }
  }
}

async function* readBlocks({ rowCount, width, read }: MatrixRows) {
  const rowsAtOnce = Math.max(rowsTogether, Math.floor(readAtOnce / width / rowsTogether) * rowsTogether);
  for (let from = 0; from < rowCount; from += rowsAtOnce) {
    const count = Math.min(rowsAtOnce, rowCount - from);
    yield { from, count, weights: await read(from, from + count) };
  }
}

/** A row of zeros may have any scale but 0, by which nothing can be divided. */
function scaleOf(weights: Float32Array, start: number, width: number, most: number): number {
  let largest = 0;
  for (let i = start; i < start + width; i++) {
    const size = Math.abs(weights[i] ?? 0);
    if (size > largest) largest = size;
  }
  return Math.fround(largest / most) || 1;
}

/** The nearest whole number. As a sum cut off at the point it takes a third of the time of `Math.round`. */
function level(value: number): number {
  return ((value + 128.5) | 0) - 128;
}
