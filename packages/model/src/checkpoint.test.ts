import { createMemoryFiles, type Files } from '@bertkit/runtime';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSameTensor, readTensor, type StoredTensor } from './checkpoint.js';
import { CheckpointTensorsError } from './errors.js';

/** Bytes of F32 numbers, and a tensor over all of them. */
function stored(numbers: readonly number[], options: Partial<StoredTensor> = {}): [Files, StoredTensor] {
  const bytes = new Uint8Array(Float32Array.from(numbers).buffer);
  const tensor = { name: 'x', dtype: 'F32', shape: [numbers.length], file: 'x', start: 0, end: bytes.length };
  return [createMemoryFiles({ x: bytes }), { ...tensor, ...options }];
}

describe('readTensor', () => {
  it.each([
    ['F32', [0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0]],
    ['F16', [0, 0x3c, 0, 0xc0]],
    ['BF16', [0x80, 0x3f, 0, 0xc0]],
  ])('reads %s, also where it does not lie at a multiple of its size', async (dtype, bytes) => {
    const tensor = { name: 'x', dtype, shape: [2, 1], file: 'x', start: 1, end: 1 + bytes.length };
    const files = createMemoryFiles({ x: Uint8Array.of(7, ...bytes) });
    // A runtime may give bytes that are a part of a larger buffer.
    const shifted = { ...files, read: async () => Uint8Array.of(9, ...bytes).subarray(1) };
    for (const place of [files, shifted]) {
      const read = await readTensor(place, tensor);
      expect(read).toEqual({ dtype: 'float32', shape: [2, 1], data: Float32Array.of(1, -2) });
    }
  });

  it.each(['I64', 'F64', 'BOOL', 'F8_E4M3', 'toString'])('refuses %s by name', async (dtype) => {
    const [files, tensor] = stored([0, 0], { dtype });
    await expect(readTensor(files, tensor)).rejects.toThrow(CheckpointTensorsError);
    await expect(readTensor(files, tensor)).rejects.toThrow(
      `x in memory: x is ${dtype}, but numbers are read from F32, F16 or BF16.`,
    );
  });

  it.each<[string, number[], number[], number[]]>([
    ['columns', [2, 3], [1, 2], [0, 2, 4, 1, 3, 5]],
    ['every other element', [3], [2], [0, 2, 4]],
    ['rows that repeat', [2, 3], [0, 1], [0, 1, 2, 0, 1, 2]],
    ['one element again and again', [4], [0], [0, 0, 0, 0]],
    ['axes in another order', [3, 1, 2], [1, 9, 3], [0, 3, 1, 4, 2, 5]],
    ['no element', [0, 2], [5, 5], []],
  ])('puts the elements of a view in order: %s', async (_, shape, strides, expected) => {
    const [files, tensor] = stored([0, 1, 2, 3, 4, 5], { shape, strides });
    expect([...(await readTensor(files, tensor)).data]).toEqual(expected);
  });

  it('reads a view like the formula that strides are defined by', async () => {
    const axes = fc.array(fc.record({ size: fc.nat(4), stride: fc.nat(5) }), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(axes, async (view) => {
        const [shape, strides] = [view.map(({ size }) => size), view.map(({ stride }) => stride)];
        const [files, tensor] = stored(
          Array.from({ length: 100 }, (_, i) => i),
          { shape, strides },
        );
        let expected = [0];
        for (const { size, stride } of view) {
          expected = expected.flatMap((from) => Array.from({ length: size }, (_, i) => from + i * stride));
        }
        expect([...(await readTensor(files, tensor)).data]).toEqual(expected);
      }),
    );
  });
});

describe('isSameTensor', () => {
  it('compares the numbers, whatever they are stored as', async () => {
    const halves = Uint8Array.of(0, 0x3c, 0, 0xc0);
    const files = createMemoryFiles({ h: halves, x: new Uint8Array(Float32Array.of(1, -2, 1, -3).buffer) });
    const half = { name: 'h', dtype: 'F16', shape: [2], file: 'h', start: 0, end: 4 };
    const float = { name: 'x', dtype: 'F32', shape: [2], file: 'x', start: 0, end: 8 };
    expect(await isSameTensor(files, half, float)).toBe(true);
    expect(await isSameTensor(files, half, { ...float, start: 8, end: 16 })).toBe(false);
    expect(await isSameTensor(files, half, { ...float, strides: [2], end: 12 })).toBe(false);
    expect(await isSameTensor(files, float, { ...float, shape: [1, 2] })).toBe(false);
  });

  it('sees the last number of a large tensor', async () => {
    const numbers = new Float32Array(2 ** 20 + 1);
    const same = new Uint8Array(numbers.buffer.slice(0));
    numbers[2 ** 20] = 1;
    const files = createMemoryFiles({ a: same, b: same, c: new Uint8Array(numbers.buffer) });
    const tensor = { name: 'x', dtype: 'F32', shape: [numbers.length], start: 0, end: same.length };
    expect(await isSameTensor(files, { ...tensor, file: 'a' }, { ...tensor, file: 'b' })).toBe(true);
    expect(await isSameTensor(files, { ...tensor, file: 'a' }, { ...tensor, file: 'c' })).toBe(false);
  });

  it('reads nothing where two names stand for one place', async () => {
    const [files, tensor] = stored([Number.NaN]);
    const read = () => Promise.reject(new Error('It was read.'));
    expect(await isSameTensor({ ...files, read }, tensor, { ...tensor, name: 'y' })).toBe(true);
  });
});
