import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../testing.js';
import type { EmbeddedText } from './embedded-text.js';
import { npyHeader, writeNpy } from './npy.js';

const at = temporaryFolder();

async function* rows(...embeddings: number[][]): AsyncGenerator<EmbeddedText> {
  for (const embedding of embeddings) yield { text: 'some text', embedding: Float32Array.from(embedding) };
}

describe('npyHeader', () => {
  // numpy.lib.format: magic, version, the header's length as little-endian 16 bits, a Python dict, blanks, a line end.
  it.each([0, 1, 2_000_000_000])('is that of a matrix of %i rows, in 128 bytes', (count) => {
    const header = npyHeader([count, 384]);
    expect([...header.subarray(0, 10)]).toEqual([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 118, 0]);
    expect(header).toHaveLength(128);
    expect(new TextDecoder().decode(header.subarray(10))).toMatch(
      new RegExp(`^\\{'descr': '<f4', 'fortran_order': False, 'shape': \\(${count}, 384\\), \\} +\\n$`),
    );
  });
});

describe('writeNpy', () => {
  it.each([0, 1, 3])('writes %i rows one after another, and how many they are', async (count) => {
    const path = at('new', `${count}.npy`);
    const matrix = Array.from({ length: count }, (_, i) => [i, i + 0.5]);
    await writeNpy(path, rows(...matrix), 2);
    const bytes = await readFile(path);
    expect(bytes.subarray(0, 128)).toEqual(Buffer.from(npyHeader([count, 2])));
    const data = Array.from({ length: (bytes.length - 128) / 4 }, (_, i) => bytes.readFloatLE(128 + 4 * i));
    expect(data).toEqual(matrix.flat());
  });

  it('leaves what was there, and nothing else, when the rows fail', async () => {
    const path = at('kept', 'vectors.npy');
    await writeNpy(path, rows([1, 2]), 2);
    async function* failing() {
      yield* rows([3, 4]);
      throw new Error('the model failed');
    }
    await expect(writeNpy(path, failing(), 2)).rejects.toThrow('the model failed');
    expect(await readdir(at('kept'))).toEqual(['vectors.npy']);
    expect((await readFile(path)).readFloatLE(128)).toBe(1);
  });
});
