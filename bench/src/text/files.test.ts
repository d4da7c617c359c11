import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linesFile, readLines, readText } from './files.js';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'bertkit-text-'));
});
afterAll(() => rm(directory, { recursive: true }));

async function file(content: string | Uint8Array): Promise<string> {
  const path = join(directory, 'file');
  await writeFile(path, content);
  return path;
}

describe('readText', () => {
  it('reads text, plain or gzipped', async () => {
    expect(await readText(await file('é中'))).toBe('é中');
    expect(await readText(await file(gzipSync('é中')))).toBe('é中');
    expect(await readText(await file(''))).toBe('');
  });

  it('names the file that it cannot read', async () => {
    const code = 'BERTKIT_BENCH_USAGE';
    const missing = join(directory, 'none');
    await expect(readText(missing)).rejects.toMatchObject({ code, message: expect.stringContaining(missing) });
    await expect(readText(await file(Uint8Array.of(0xff)))).rejects.toMatchObject({ code });
    await expect(readText(await file(gzipSync('abc').subarray(0, 9)))).rejects.toMatchObject({ code });
  });
});

describe('readLines', () => {
  it.each([[['']], [['a']], [['a', 'b']], [['é\u2028中', '😀', ' x ']]])(
    'gives the lines of linesFile: %j',
    async (lines) => {
      expect(await readLines(await file(linesFile(lines)))).toEqual(lines);
    },
  );
});
