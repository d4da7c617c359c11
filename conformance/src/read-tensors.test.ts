import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readTensors } from './read-tensors.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bertkit-tensors-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** A file of the format, made by hand. */
function write(header: unknown, data: Uint8Array): string {
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  const path = join(folder, 'a.safetensors');
  writeFileSync(path, Buffer.concat([length, json, data]));
  return path;
}

it('reads floats and 64-bit integers as numbers, wherever they lie', () => {
  const data = Buffer.alloc(21);
  data.writeFloatLE(1.5, 1);
  data.writeBigInt64LE(-100n, 5);
  data.writeBigInt64LE(2n ** 40n, 13);
  const header = {
    __metadata__: { format: 'pt' },
    loss: { dtype: 'F32', shape: [], data_offsets: [1, 5] },
    labels: { dtype: 'I64', shape: [1, 2], data_offsets: [5, 21] },
  };
  expect([...readTensors(write(header, data))]).toEqual([
    ['loss', { shape: [], data: Float64Array.of(1.5) }],
    ['labels', { shape: [1, 2], data: Float64Array.of(-100, 2 ** 40) }],
  ]);
});

it('refuses what expectations are not made of', () => {
  const path = write({ flags: { dtype: 'BOOL', shape: [1], data_offsets: [0, 1] } }, Uint8Array.of(1));
  expect(() => readTensors(path)).toThrow('flags');
});
