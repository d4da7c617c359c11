import { type ExternalData, type InlineData, itemSizes, type Tensor } from '@bertkit/graph';
import type { Files } from '@bertkit/runtime';
import { readTensor, type StoredTensor } from './checkpoint.js';
import { quantizedNames } from './int8.js';
import type { FoundParameters } from './load-parameters.js';
import { elementCount, type FloatTensor } from './parameters.js';
import { type MatrixRows, type QuantizedMatrix, quantizeLinear, quantizeTable } from './quantize.js';

/** Where a graph's weights lie, as `serializeChunks` of `@bertkit/graph` and `compile` of a runtime are told it. */
export interface PlacedWeights {
  readonly initializers: ReadonlyMap<string, ExternalData | InlineData>;
  readonly externalData: Readonly<Record<string, Files | AsyncIterable<Uint8Array>>>;
}

/** Weights that must be made go into the model itself, if they are not more than this in all: 16 MB. */
const inlineLimit = 2 ** 24;

/**
 * Finds the weights that a graph takes among the parameters of a checkpoint. What lies in a file as the graph takes it
 * stays there: only its place is told. Weights that must be made (quantised, strided, started anew) go into the model; if
 * they are large, all weights go into a file in passing instead, so that none is held twice.
 *
 * @param inputs  of the graph; those that are no weights are left out
 */
export function placeWeights(
  files: Files,
  found: Pick<FoundParameters, 'tensors'>,
  inputs: readonly Tensor[],
): PlacedWeights {
  const inline = inlineWeights(files, found, inputs);
  const initializers = new Map<string, ExternalData | InlineData>(inline);
  const externalData: Record<string, Files> = {};
  for (const input of inputs) {
    const stored = storedAsTaken(input, found);
    if (stored === undefined) continue;
    const { file, start, end } = stored;
    initializers.set(nameOf(input), { location: file, offset: start, byteLength: end - start });
    externalData[file] = files;
  }
  const madeBytes = [...initializers.values()].reduce((sum, each) => sum + ('read' in each ? each.byteLength : 0), 0);
  return madeBytes > inlineLimit ? inOneFile(inline) : { initializers, externalData };
}

/** All weights one after another, each made when its turn comes. */
function inOneFile(weights: ReadonlyMap<string, InlineData>): PlacedWeights {
  const location = 'weights';
  const initializers = new Map<string, ExternalData>();
  let offset = 0;
  for (const [name, { byteLength }] of weights) {
    initializers.set(name, { location, offset, byteLength });
    offset += byteLength;
  }
  async function* contents() {
    for (const weight of weights.values()) yield await weight.read();
  }
  return { initializers, externalData: { [location]: contents() } };
}

/**
 * The same weights, to be written into a model (`serializeChunks`): each is read when its turn comes, and widened to
 * float32 where it is stored in 16 bits.
 */
export function inlineWeights(
  files: Files,
  found: Pick<FoundParameters, 'tensors'>,
  inputs: readonly Tensor[],
): ReadonlyMap<string, InlineData> {
  const made = makers(files, found.tensors);
  const weights = new Map<string, InlineData>();
  for (const input of inputs) {
    const name = nameOf(input);
    const stored = storedAsTaken(input, found);
    const read = stored === undefined ? made(name) : () => files.read(stored.file, stored);
    const { dtype, shape } = input;
    if (read !== undefined) weights.set(name, { byteLength: elementCount(shape.map(Number)) * itemSizes[dtype], read });
  }
  return weights;
}

function nameOf({ source }: Tensor): string {
  if (source.kind !== 'input') throw new Error('internal: this is no input');
  return source.name;
}

/** The tensor that has the very bytes of an input, if there is one. */
function storedAsTaken(input: Tensor, { tensors }: Pick<FoundParameters, 'tensors'>): StoredTensor | undefined {
  const stored = tensors.get(nameOf(input));
  return stored !== undefined && liesAsTaken(stored) && placedDType(stored) === input.dtype ? stored : undefined;
}

/** The dtype in which a graph takes a parameter: as it is stored, or float32 where it must be made in memory. */
export function placedDType(tensor: StoredTensor | FloatTensor | undefined): keyof typeof storedAs {
  if (tensor === undefined || !liesAsTaken(tensor)) return 'float32';
  return dtypes.find((dtype) => storedAs[dtype] === tensor.dtype) ?? 'float32';
}

/** As safetensors spells them. */
const storedAs = { float32: 'F32', float16: 'F16', bfloat16: 'BF16' } as const;
const dtypes = ['float32', 'float16', 'bfloat16'] as const;

/** Whether a parameter's bytes can be used where they are. */
function liesAsTaken(tensor: StoredTensor | FloatTensor): tensor is StoredTensor {
  return 'file' in tensor && tensor.strides === undefined;
}

/** What makes the bytes of an input, if it is a weight. */
function makers(
  files: Files,
  tensors: FoundParameters['tensors'],
): (input: string) => (() => Promise<Uint8Array>) | undefined {
  // A graph takes a matrix and its scales one after the other: the last one is kept, for its other half.
  let last: { readonly key: string; readonly matrix: Promise<QuantizedMatrix> } | undefined;
  const once = (key: string, quantize: () => Promise<QuantizedMatrix>) => {
    if (last?.key !== key) last = { key, matrix: quantize() };
    return last.matrix;
  };
  const byInput = new Map<string, () => Promise<Uint8Array>>();
  for (const [name, tensor] of tensors) {
    const read = () => valuesOf(files, tensor);
    const names = quantizedNames(name);
    const table = () => once(names.table, () => quantizeTable(rowsOf(files, tensor)));
    const linear = () => once(names.linear, () => quantizeLinear(rowsOf(files, tensor)));
    byInput.set(name, async () => bytesOf((await read()).data));
    byInput.set(names.table, async () => bytesOf((await table()).values));
    byInput.set(names.tableScales, async () => bytesOf((await table()).scales));
    byInput.set(names.linear, async () => bytesOf((await linear()).values));
    byInput.set(names.linearScales, async () => bytesOf((await linear()).scales));
  }
  return (input) => byInput.get(input);
}

async function valuesOf(files: Files, tensor: StoredTensor | FloatTensor): Promise<FloatTensor> {
  return 'file' in tensor ? readTensor(files, tensor) : tensor;
}

/** Rows are read from the file as they are needed, where they lie in it one after another. */
function rowsOf(files: Files, tensor: StoredTensor | FloatTensor): MatrixRows {
  const [rowCount = 0, width = 0] = tensor.shape;
  if (!liesAsTaken(tensor)) {
    let whole: Promise<FloatTensor> | undefined;
    return {
      rowCount,
      width,
      async read(from, to) {
        whole ??= valuesOf(files, tensor);
        return (await whole).data.subarray(from * width, to * width);
      },
    };
  }
  const { start, end } = tensor;
  const rowSize = rowCount === 0 ? 0 : (end - start) / rowCount; // in bytes
  return {
    rowCount,
    width,
    async read(from, to) {
      const rows = { ...tensor, shape: [to - from, width], start: start + from * rowSize, end: start + to * rowSize };
      return (await readTensor(files, rows)).data;
    },
  };
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array | Int8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
