import { writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { countTexts, readTexts } from './given-texts.js';
import { recordingTerminal, temporaryFolder } from './testing.js';

const at = temporaryFolder();

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
  const file = at('lines.txt.gz');
  await writeFile(file, gzipSync('a\n\nb'));
  expect(await all(readTexts({ texts: [], file }, stdin))).toEqual(['a', '', 'b']);
  expect(await countTexts({ texts: [], file })).toBe(3);
});

it('a file that cannot be read is found before anything is done', async () => {
  await expect(countTexts({ texts: [], file: at('no.txt') })).rejects.toThrow(/there is no such file/);
});
