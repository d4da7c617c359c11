import { writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { checkCorpusFiles, readCorpus, readLines } from './corpus-files.js';
import { temporaryFolder } from './testing.js';

const at = temporaryFolder();

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = at(name);
  await writeFile(path, content);
  return path;
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}

const linesOf = (...paths: string[]) => all(readLines(paths));

describe('readLines', () => {
  it.each([
    ['', []],
    ['\n', ['']],
    ['a', ['a']],
    ['a\n', ['a']],
    ['a\n\nb\r\nc', ['a', '', 'b\r', 'c']],
    ['\ufeffa\u2028b', ['a\u2028b']],
  ])('of %j are %j', async (text, lines) => {
    expect(await linesOf(await file('a.txt', text))).toEqual(lines);
    expect(await linesOf(await file('a.txt.gz', gzipSync(text)))).toEqual(lines);
  });

  it('go on over the ends of chunks, inside a character too', async () => {
    const lines = ['猫'.repeat(100_000), '', '鱼'.repeat(70_001), 'end'];
    expect(await linesOf(await file('long.txt', lines.join('\n')))).toEqual(lines);
  });

  it('come from one file after another', async () => {
    const paths = [await file('1.txt', 'a'), await file('2.txt.gz', gzipSync('b\nc\n'))];
    expect(await linesOf(...paths)).toEqual(['a', 'b', 'c']);
  });

  it.each([
    ['latin.txt', Buffer.from('one\ntwo\nd\xe9j\xe0\n', 'latin1'), /^Line 3 of .*latin\.txt is not UTF-8 text\.$/],
    ['plain.gz', 'not packed', /plain\.gz cannot be read: it is named \.gz, but does not unpack \(incorrect header/],
    ['cut.gz', gzipSync('some text').subarray(0, 12), /cut\.gz cannot be read: it is named \.gz, but does not unpack/],
  ])('refuse %s', async (name, content, message) => {
    await expect(linesOf(await file(name, content))).rejects.toThrow(message);
  });
});

describe('readCorpus', () => {
  it('begins a new document with each file, and tells how each was read', async () => {
    const told: string[] = [];
    const paths = [await file('s.txt', 'One.\nTwo.\n'), await file('p.txt', 'One here. Two here. Three here.\n')];
    const documents = await all(readCorpus(paths, (path, { layout }) => told.push(`${path}: ${layout}`)));
    expect(documents).toEqual([
      ['One.', 'Two.'],
      ['One here.', 'Two here.', 'Three here.'],
    ]);
    expect(told).toEqual([`${paths[0]}: sentences`, `${paths[1]}: text`]);
  });
});

describe('checkCorpusFiles', () => {
  it('names a file that is missing, empty or a directory', async () => {
    await expect(checkCorpusFiles([at('no.txt')])).rejects.toThrow(/no\.txt cannot be read: there is no such/);
    await expect(checkCorpusFiles([await file('empty.txt', '')])).rejects.toThrow(/empty\.txt is empty/);
    await expect(checkCorpusFiles([at()])).rejects.toThrow(/is a directory: name the text files in it/);
  });
});
