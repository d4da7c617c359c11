import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, readdir, readFile, realpath, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CompileError, createMemoryFiles } from '@bertkit/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { placeExternalData } from './external-data.js';
import { createNodeFiles } from './node-files.js';

let scratch: string;
let one: string;
let other: string;
beforeAll(async () => {
  scratch = await realpath(mkdtempSync(join(tmpdir(), 'bertkit-external-')));
  [one, other] = [join(scratch, 'one'), join(scratch, 'other')];
  await mkdir(join(one, 'inside'), { recursive: true });
  await mkdir(other);
  for (const path of [join(one, 'a'), join(one, 'b'), join(one, 'inside', 'a'), join(other, 'c')])
    await writeFile(path, path);
  await symlink(one, join(scratch, 'link-to-one'));
  await symlink(join(other, 'c'), join(one, 'link-to-c'));
});
afterAll(() => rmSync(scratch, { recursive: true }));

const placed = async (sources: Parameters<typeof placeExternalData>[0]) => (await placeExternalData(sources)).place;

/** The content that each of the files was given: its own path. */
const content = (path: string, file: string) => ({ path: file, data: new TextEncoder().encode(path) });

describe('placeExternalData', () => {
  it('leaves the files of one directory where they are, however it is reached', async () => {
    const files = createNodeFiles(one);
    const linked = createNodeFiles(join(scratch, 'link-to-one'));
    expect(await placed({ a: files })).toEqual({ folder: one });
    expect(await placed({ a: files, b: linked, 'inside/a': createNodeFiles(one) })).toEqual({ folder: one });
  });

  it('reads what ONNX Runtime would refuse: links that lead out, and more than one directory', async () => {
    const files = createNodeFiles(one);
    expect(await placed({ 'link-to-c': files })).toEqual({
      bytes: [content(join(other, 'c'), 'link-to-c')],
    });
    expect(await placed({ a: files, c: createNodeFiles(other) })).toEqual({
      bytes: [content(join(one, 'a'), 'a'), content(join(other, 'c'), 'c')],
    });
  });

  it('reads the files of a directory that come with bytes or other files', async () => {
    const memory = createMemoryFiles({ b: 'memory' });
    expect(await placed({ a: createNodeFiles(one), b: memory, c: Uint8Array.of(1) })).toEqual({
      bytes: [content(join(one, 'a'), 'a'), content('memory', 'b'), { path: 'c', data: Uint8Array.of(1) }],
    });
  });

  it('reads through what wraps a directory', async () => {
    const wrapped = { ...createNodeFiles(one), read: async () => Uint8Array.of(1, 2) };
    expect(await placed({ a: wrapped })).toEqual({ bytes: [{ path: 'a', data: Uint8Array.of(1, 2) }] });
  });

  it.each([
    ['missing', 'x', /There is no x in/],
    ['a folder', 'inside', /There is no inside in/],
    ['outside', '../other/c', /"\.\.\/other\/c".*is not a file name/],
  ])('refuses a file that is %s', async (_, file, message) => {
    const failure = placed({ a: createNodeFiles(one), [file]: createNodeFiles(one) });
    await expect(failure).rejects.toThrow(CompileError);
    await expect(failure).rejects.toThrow(message);
  });

  it('writes contents in pieces to files of their own, which are gone when they are not needed any more', async () => {
    async function* pieces() {
      yield Uint8Array.of(1, 2);
      yield Uint8Array.of(3);
    }
    const { place, remove } = await placeExternalData({ a: pieces(), b: [Uint8Array.of(4)] });
    if (!('folder' in place)) throw new Error('they are in memory');
    expect([...(await readFile(join(place.folder, 'a')))]).toEqual([1, 2, 3]);
    expect([...(await readFile(join(place.folder, 'b')))]).toEqual([4]);
    await remove();
    await remove();
    await expect(readFile(join(place.folder, 'a'))).rejects.toThrow('ENOENT');
  });

  it('leaves nothing behind when a piece cannot be made', async () => {
    const before = (await readdir(tmpdir())).filter((name) => name.startsWith('bertkit-weights-'));
    async function* pieces() {
      yield Uint8Array.of(1);
      throw new Error('the weights are damaged');
    }
    await expect(placeExternalData({ a: pieces() })).rejects.toThrow(
      /could not be written .*: the weights are damaged\.$/,
    );
    expect((await readdir(tmpdir())).filter((name) => name.startsWith('bertkit-weights-'))).toEqual(before);
  });

  it('has nothing to place', async () => {
    expect(await placed({})).toEqual({ bytes: [] });
  });
});
