import { describe, expect, it } from 'vitest';
import { FileError, FileMissingError } from './errors.js';
import type { FileContent, Files } from './files.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = async (files: Files, name: string): Promise<string> => new TextDecoder().decode(await files.read(name));

/** Names that would lead out of the place, or elsewhere on another platform. */
const escapingNames = [
  '',
  '.',
  '..',
  '../x',
  'a/../x',
  'a/./x',
  'a//x',
  '/x',
  'x/',
  'a\\x',
  '..\\x',
  'C:x',
  'c:/x',
  'a\0b',
];

/**
 * The tests that every writable {@link Files} passes, run where this is called.
 *
 * @param create  gives a place that is empty, or does not exist yet; called once per test
 */
export function filesContract(name: string, create: () => Files | Promise<Files>): void {
  describe(`${name}, as Files`, () => {
    it('is empty at first', async () => {
      const files = await create();
      expect(await files.list()).toEqual([]);
      expect(await files.size('a.txt')).toBeUndefined();
      await expect(files.read('a.txt')).rejects.toThrow(FileMissingError);
      await expect(files.read('a.txt')).rejects.toThrow(/no a\.txt in /);
      await expect(files.read('folder/a.txt', { start: 0, end: 0 })).rejects.toThrow(FileMissingError);
    });

    it.each<[string, () => FileContent, string]>([
      ['an array', () => bytes('héllo'), 'héllo'],
      ['a view into a larger array', () => bytes('abcdef').subarray(2, 4), 'cd'],
      ['nothing', () => new Uint8Array(0), ''],
      ['an empty list', () => [], ''],
      ['a list of pieces, some empty', () => [bytes('ab'), bytes(''), bytes('c')], 'abc'],
      ['pieces that come one by one, all in one buffer', reusedBuffer, '0123456789'],
    ])('writes %s, and reads it back', async (_, content, expected) => {
      const files = await create();
      await files.write('a.txt', content());
      expect(await textOf(files, 'a.txt')).toBe(expected);
      expect(await files.size('a.txt')).toBe(bytes(expected).length);
    });

    it('keeps copies, and gives copies', async () => {
      const files = await create();
      const content = bytes('abc');
      await files.write('a', content);
      content.fill(0);
      (await files.read('a')).fill(0);
      (await files.read('a', { start: 0, end: 2 })).fill(0);
      expect(await textOf(files, 'a')).toBe('abc');
    });

    it('replaces a file, also by a shorter one', async () => {
      const files = await create();
      await files.write('a', bytes('long content'));
      await files.write('a', bytes('new'));
      expect(await textOf(files, 'a')).toBe('new');
    });

    it('lists files of all folders, sorted by name, with sizes', async () => {
      const files = await create();
      for (const file of ['b', 'a/b/c', 'a.txt', 'Z', 'a/b/d', '.hidden', 'é']) await files.write(file, bytes(file));
      const names = ['.hidden', 'Z', 'a.txt', 'a/b/c', 'a/b/d', 'b', 'é'];
      expect(await files.list()).toEqual(names.map((file) => ({ name: file, size: bytes(file).length })));
    });

    it('reads ranges, empty ones and whole files among them', async () => {
      const files = await create();
      await files.write('a', bytes('0123456789'));
      const read = async (start: number, end: number) =>
        new TextDecoder().decode(await files.read('a', { start, end }));
      expect(await read(2, 5)).toBe('234');
      expect(await read(0, 10)).toBe('0123456789');
      expect(await read(9, 10)).toBe('9');
      expect(await read(0, 0)).toBe('');
      expect(await read(10, 10)).toBe('');
    });

    it.each([
      [0, 11],
      [11, 11],
      [-1, 2],
      [5, 4],
      [0.5, 2],
      [0, Number.NaN],
      [0, 2 ** 60],
    ])('refuses the range [%d, %d) of 10 bytes', async (start, end) => {
      const files = await create();
      await files.write('a', bytes('0123456789'));
      await expect(files.read('a', { start, end })).rejects.toThrow(FileError);
      await expect(files.read('a', { start, end })).rejects.toThrow(/a in .* has 10 bytes/);
    });

    it('appends, making the file and its folder', async () => {
      const files = await create();
      await files.append('logs/run.jsonl', bytes('1\n'));
      await files.append('logs/run.jsonl', bytes(''));
      await files.append('logs/run.jsonl', bytes('2\n'));
      expect(await textOf(files, 'logs/run.jsonl')).toBe('1\n2\n');
    });

    it('removes a file, and does not mind when there is none', async () => {
      const files = await create();
      await files.write('a/b', bytes('x'));
      await files.remove('a/b');
      await files.remove('a/b');
      await files.remove('never/was');
      expect(await files.size('a/b')).toBeUndefined();
      expect(await files.list()).toEqual([]);
    });

    it.each(['before', undefined])('keeps what was there (%s) when the content fails midway', async (before) => {
      const files = await create();
      if (before !== undefined) await files.write('a', bytes(before));
      const listed = await files.list();
      const cause = new Error('the source broke.');
      async function* failing() {
        yield bytes('half of');
        expect(await files.list()).toEqual(listed); // what is being written does not show
        throw cause;
      }
      const failure = await files.write('a', failing()).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(FileError);
      expect((failure as FileError).cause).toBe(cause);
      expect((failure as FileError).message).toMatch(/^a in .* could not be written: the source broke\.$/);
      expect(await files.list()).toEqual(listed);
      if (before !== undefined) expect(await textOf(files, 'a')).toBe(before);
      await files.write('a', bytes('after'));
      expect(await textOf(files, 'a')).toBe('after');
    });

    it('ends with one whole content when two writers write one file', async () => {
      const files = await create();
      const contents = ['first', 'second', 'third'].map((word) => word.repeat(20_000));
      await Promise.all(contents.map((content) => files.write('a', [bytes(content), bytes('.')])));
      expect(contents.map((content) => `${content}.`)).toContain(await textOf(files, 'a'));
      expect((await files.list()).map((entry) => entry.name)).toEqual(['a']);
    });

    it('does not take a folder for a file, or a file for a folder', async () => {
      const files = await create();
      await files.write('folder/a', bytes('x'));
      expect(await files.size('folder')).toBeUndefined();
      expect(await files.size('folder/a/b')).toBeUndefined();
      await expect(files.read('folder')).rejects.toThrow(FileMissingError);
      await expect(files.read('folder/a/b')).rejects.toThrow(FileMissingError);
      await expect(files.write('folder', bytes('y'))).rejects.toThrow(FileError);
      await expect(files.write('folder/a/b', bytes('y'))).rejects.toThrow(FileError);
      await expect(files.append('folder', bytes('y'))).rejects.toThrow(FileError);
      await expect(files.remove('folder')).rejects.toThrow(FileError);
      expect(await files.list()).toEqual([{ name: 'folder/a', size: 1 }]);
    });

    it.each(escapingNames)('refuses the name %j', async (file) => {
      const files = await create();
      const uses = [
        () => files.size(file),
        () => files.read(file),
        () => files.write(file, bytes('x')),
        () => files.append(file, bytes('x')),
        () => files.remove(file),
      ];
      for (const use of uses) {
        await expect(use()).rejects.toThrow(FileError);
        await expect(use()).rejects.toThrow(/is not a file name/);
      }
      expect(await files.list()).toEqual([]);
    });
  });
}

async function* reusedBuffer(): AsyncGenerator<Uint8Array> {
  const buffer = new Uint8Array(1);
  for (const digit of '0123456789') {
    buffer[0] = digit.charCodeAt(0);
    yield buffer;
  }
}
