import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { countTexts, readTexts } from './given-texts.js';
import { recordingTerminal } from './testing.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bertkit-texts-'));
});
afterAll(() => rm(folder, { recursive: true }));

const { stdin } = recordingTerminal([], { stdin: [Buffer.from('one\ntwo\n')] });

async function all(texts: AsyncIterable<string>): Promise<string[]> {
  const list: string[] = [];
  for await (const text of texts) list.push(text);
  return list;
}

it('texts are arguments, among them the lines of stdin, whose count nobody knows', async () => {
  const given = { texts: ['a', '-', ''], file: undefined };
  expect(await all(readTexts(given, stdin))).toEqual(['a', 'one', 'two', '']);
  expect(await countTexts(given)).toBeUndefined();
  expect(await countTexts({ texts: ['a', ''], file: undefined })).toBe(2);
});

it('texts are the lines of a file, the empty ones too, and are counted', async () => {
  const file = join(folder, 'lines.txt.gz');
  await writeFile(file, gzipSync('a\n\nb'));
  expect(await all(readTexts({ texts: [], file }, stdin))).toEqual(['a', '', 'b']);
  expect(await countTexts({ texts: [], file })).toBe(3);
});

it('a file that cannot be read is found before anything is done', async () => {
  await expect(countTexts({ texts: [], file: join(folder, 'no.txt') })).rejects.toThrow(/there is no such file/);
});
