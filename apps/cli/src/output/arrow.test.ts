import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tableFromIPC } from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../testing.js';
import { writeArrow } from './arrow.js';
import type { EmbeddedText } from './embedded-text.js';

const at = temporaryFolder();

async function* rows(count: number, { failsAt }: { failsAt?: number } = {}): AsyncGenerator<EmbeddedText> {
  for (let i = 0; i < count; i++) {
    if (i === failsAt) throw new Error('the model failed');
    yield { text: `猫 ${i}`, embedding: Float32Array.of(i, -i, i / 2) };
  }
}

describe('writeArrow', () => {
  it.each([0, 1, 1024, 2500])('writes %i rows that Arrow reads back', async (count) => {
    const path = at(`${count}.arrow`);
    await writeArrow(path, rows(count), 3);
    const table = tableFromIPC(await readFile(path));
    expect(table.schema.fields.map(({ name, type, nullable }) => `${name}: ${type} ${nullable}`)).toEqual([
      'text: Utf8 false',
      'embedding: FixedSizeList[3]<Float32> false',
    ]);
    expect(table.numRows).toBe(count);
    for (const i of count === 0 ? [] : [0, count - 1]) {
      const row = table.get(i);
      expect(row?.['text']).toBe(`猫 ${i}`);
      expect([...(row?.['embedding'] ?? [])]).toEqual([i, -i, i / 2]);
    }
  });

  it.each([0, 10, 1500])('leaves nothing when row %i fails', async (failsAt) => {
    const out = at(`failed-${failsAt}`);
    await expect(writeArrow(join(out, 'x.arrow'), rows(2000, { failsAt }), 3)).rejects.toThrow('the model failed');
    expect(await readdir(out)).toEqual([]);
  });
});
