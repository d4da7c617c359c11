import { input, type Tensor } from '@bertkit/graph';
import { createMemoryFiles } from '@bertkit/runtime';
import { describe, expect, it } from 'vitest';
import type { StoredTensor } from './checkpoint.js';
import { float32ToFloat16 } from './float16.js';
import { quantizedNames } from './int8.js';
import type { FloatTensor } from './parameters.js';
import { inlineWeights, placeWeights } from './place-weights.js';

const numbers = Float32Array.of(1, -2, 3, 4, 5, -6);
const halves = float32ToFloat16(numbers);
const files = createMemoryFiles({
  f32: new Uint8Array(numbers.buffer),
  f16: new Uint8Array(halves.buffer, halves.byteOffset, halves.byteLength),
});
const stored = (dtype: string, file: string, end: number, more: Partial<StoredTensor> = {}): StoredTensor => ({
  name: `${file}.stored`,
  dtype,
  shape: [2, 3],
  file,
  start: 0,
  end,
  ...more,
});
const found = {
  tensors: new Map<string, StoredTensor | FloatTensor>([
    ['exact', stored('F32', 'f32', 24)],
    ['half', stored('F16', 'f16', 12)],
    ['turned', stored('F32', 'f32', 24, { shape: [3, 2], strides: [1, 3] })],
    ['fresh', { dtype: 'float32', shape: [2, 3], data: numbers }],
  ]),
};
const exact = input('exact', 'float32', [2, 3]);
const half = input('half', 'float16', [2, 3]);

async function numbersOf(inputs: readonly Tensor[]): Promise<number[][]> {
  const read = [...inlineWeights(files, found, inputs).values()].map(async ({ byteLength, read }) => {
    const bytes = await read();
    expect(bytes.length).toBe(byteLength);
    return bytes;
  });
  return (await Promise.all(read)).map((bytes) => [...new Float32Array(new Uint8Array(bytes).buffer)]);
}

describe('placeWeights', () => {
  it('leaves weights in their file where it has them as the graph takes them', () => {
    const { initializers, externalData } = placeWeights(files, found, [exact, half]);
    expect([...initializers]).toEqual([
      ['exact', { location: 'f32', offset: 0, byteLength: 24 }],
      ['half', { location: 'f16', offset: 0, byteLength: 12 }],
    ]);
    expect(externalData).toEqual({ f32: files, f16: files });
  });

  it('puts what must be made into the model, and passes over what is no weight', () => {
    const fresh = input('fresh', 'float32', [2, 3]);
    const ids = input('input_ids', 'int32', ['batch']);
    const { initializers, externalData } = placeWeights(files, found, [exact, fresh, ids]);
    expect([...initializers.keys()]).toEqual(['exact', 'fresh']);
    expect(initializers.get('fresh')).toMatchObject({ byteLength: 24 });
    expect(externalData).toEqual({ f32: files });
  });

  it('puts all weights into one file in passing, if those that must be made are large', async () => {
    const size = 2 ** 22 + 1; // numbers: 16 MB and a little
    const large = { dtype: 'float32' as const, shape: [size], data: new Float32Array(size).fill(7) };
    const withLarge = { tensors: new Map(found.tensors).set('large', large) };
    const inputs = [half, input('large', 'float32', [size]), exact];
    const { initializers, externalData } = placeWeights(files, withLarge, inputs);
    expect([...initializers]).toEqual([
      ['half', { location: 'weights', offset: 0, byteLength: 12 }],
      ['large', { location: 'weights', offset: 12, byteLength: 4 * size }],
      ['exact', { location: 'weights', offset: 12 + 4 * size, byteLength: 24 }],
    ]);
    const pieces: Uint8Array[] = [];
    for await (const piece of externalData['weights'] as AsyncIterable<Uint8Array>) pieces.push(piece);
    expect(pieces.map(({ length }) => length)).toEqual([12, 4 * size, 24]);
    expect([...pieces[0]!]).toEqual([...new Uint8Array(halves.buffer, halves.byteOffset, 12)]);
  });
});

describe('inlineWeights', () => {
  it('widens halves for a graph that takes float32, and straightens views', async () => {
    const widened = input('half', 'float32', [2, 3]);
    const turned = input('turned', 'float32', [3, 2]);
    expect(await numbersOf([widened, turned, exact])).toEqual([[...numbers], [1, 4, -2, 5, 3, -6], [...numbers]]);
  });

  it('quantises, each row by its own scale', async () => {
    const names = quantizedNames('exact');
    const table = [...inlineWeights(files, found, [input(names.table, 'int8', [2, 3])]).values()][0]!;
    expect([...new Int8Array(new Uint8Array(await table.read()).buffer)]).toEqual([42, -85, 127, 85, 106, -127]);
    const [scales] = await numbersOf([input(names.tableScales, 'float32', [2])]);
    expect(scales).toEqual([Math.fround(3 / 127), Math.fround(6 / 127)]);
  });
});
