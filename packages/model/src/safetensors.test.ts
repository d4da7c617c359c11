import { createMemoryFiles, FileMissingError } from '@bertkit/runtime';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTensor } from './checkpoint.js';
import { SafetensorsError } from './errors.js';
import type { FloatTensor } from './parameters.js';
import { readSafetensorsHeader, safetensorsChunks } from './safetensors.js';

function tensor(data: Iterable<number>, shape?: readonly number[]): FloatTensor {
  const values = Float32Array.from(data);
  return { dtype: 'float32', shape: shape ?? [values.length], data: values };
}

function concatenated(chunks: Iterable<Uint8Array>): Uint8Array {
  return Uint8Array.from([...chunks].flatMap((chunk) => [...chunk]));
}

async function readAll(bytes: Uint8Array): Promise<Map<string, FloatTensor>> {
  const files = createMemoryFiles({ 'x.safetensors': bytes });
  const { tensors } = await readSafetensorsHeader(files, 'x.safetensors');
  const read = new Map<string, FloatTensor>();
  for (const entry of tensors.values()) read.set(entry.name, await readTensor(files, entry));
  return read;
}

const named = fc.dictionary(
  fc.string({ minLength: 1 }).filter((name) => name !== '__metadata__'),
  fc.float32Array({ maxLength: 20 }).map((data) => tensor(data)),
);

describe('safetensorsChunks', () => {
  it('writes the bytes that the reference writes', () => {
    // safetensors 0.8, Python: save_file({'a': [1, 2, 3], 'B': a scalar 4}, metadata={'format': 'pt'}), float32.
    const header =
      '{"__metadata__":{"format":"pt"},"B":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[3],"data_offsets":[4,16]}}';
    const bytes = concatenated(
      safetensorsChunks(
        new Map([
          ['a', tensor([1, 2, 3])],
          ['B', tensor([4], [])],
        ]),
      ),
    );
    const length = Math.ceil(header.length / 8) * 8;
    expect(new TextDecoder().decode(bytes.subarray(8, 8 + length))).toBe(header.padEnd(length));
    expect([...bytes.subarray(0, 8)]).toEqual([length, 0, 0, 0, 0, 0, 0, 0]);
    expect([...new Float32Array(bytes.slice(8 + length).buffer)]).toEqual([4, 1, 2, 3]);
  });

  it('is read back bit for bit, with its metadata', async () => {
    await fc.assert(
      fc.asyncProperty(named, fc.dictionary(fc.string(), fc.string()), async (tensors, metadata) => {
        const original = new Map(Object.entries(tensors));
        const files = createMemoryFiles();
        await files.write('x', safetensorsChunks(original, { metadata }));
        const header = await readSafetensorsHeader(files, 'x');
        expect(header.metadata).toEqual(metadata);
        expect(new Set(header.tensors.keys())).toEqual(new Set(original.keys()));
        for (const [name, { data, shape }] of original) {
          const read = await readTensor(files, header.tensors.get(name)!);
          expect(read.shape).toEqual(shape);
          expect(new Uint32Array(read.data.buffer)).toEqual(new Uint32Array(data.buffer, data.byteOffset, data.length));
        }
      }),
    );
  });

  it('writes the same bytes in whatever order the tensors come', () => {
    const tensors = [
      ['b', tensor([1])],
      ['a', tensor([2])],
      ['a.b', tensor([3])],
    ] as const;
    expect(concatenated(safetensorsChunks(new Map([...tensors].reverse())))).toEqual(
      concatenated(safetensorsChunks(new Map(tensors))),
    );
  });

  it('writes half of the bytes as F16', async () => {
    const bytes = concatenated(
      safetensorsChunks(new Map([['a', tensor([1, -0.5, 65504, 2 ** -24, 0.1])]]), { dtype: 'F16' }),
    );
    expect([...(await readAll(bytes)).get('a')!.data]).toEqual([1, -0.5, 65504, 2 ** -24, 0.0999755859375]);
  });

  it('refuses at once, and by name, a number that F16 has no room for', () => {
    const tensors = new Map([['layer.weight', tensor([0, Number.POSITIVE_INFINITY, -65520])]]);
    expect(() => safetensorsChunks(tensors, { dtype: 'F16' })).toThrow(
      /"layer.weight" holds -65520, .*; save it as F32/,
    );
    expect(() => safetensorsChunks(tensors)).not.toThrow();
  });

  it('refuses a tensor named as the metadata are, and one whose shape is not its length', () => {
    expect(() => safetensorsChunks(new Map([['__metadata__', tensor([1])]]))).toThrow(SafetensorsError);
    expect(() => safetensorsChunks(new Map([['a', tensor([1, 2, 3], [2, 2])]]))).toThrow(
      /shape \[2, 2\], but 3 numbers/,
    );
  });

  it('does not copy F32 tensors', () => {
    const a = tensor([1, 2]);
    const [, piece] = [...safetensorsChunks(new Map([['a', a]]))];
    expect(piece!.buffer).toBe(a.data.buffer);
  });
});

describe('readSafetensorsHeader', () => {
  it('says which file is missing, broken, or no file of this kind', async () => {
    const files = createMemoryFiles({ 'page.safetensors': '<!doctype html><html></html>' });
    await expect(readSafetensorsHeader(files, 'x.safetensors')).rejects.toThrow(FileMissingError);
    await expect(readSafetensorsHeader(files, 'page.safetensors')).rejects.toThrow(/^page.safetensors in memory: /);
  });

  it('reads no byte of the tensors', async () => {
    const files = createMemoryFiles();
    await files.write('x', safetensorsChunks(new Map([['a', tensor(new Float32Array(1000))]])));
    let bytesRead = 0;
    const read: typeof files.read = async (name, range) => {
      const bytes = await files.read(name, range);
      bytesRead += bytes.length;
      return bytes;
    };
    await readSafetensorsHeader({ ...files, read }, 'x');
    expect(bytesRead).toBe((await files.size('x'))! - 4000);
  });
});
