import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createNodeCache } from './cache.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bertkit-cache-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('createNodeCache', () => {
  it('opens folders, and makes nothing until something is written', async () => {
    const cache = createNodeCache(join(folder, 'new'));
    const files = cache.open('a/b');
    expect(files.location).toBe(join(folder, 'new', 'a', 'b'));
    expect(await files.list()).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
    await files.write('c', new Uint8Array(1));
    expect(await cache.open('a').list()).toEqual([{ name: 'b/c', size: 1 }]);
  });

  it.each(['..', '../x', '/x', 'a/../../x', ''])('opens and locks no folder %j', async (name) => {
    const cache = createNodeCache(folder);
    expect(() => cache.open(name)).toThrow(/is not a file name/);
    await expect(cache.exclusively(name, async () => 1)).rejects.toThrow(/is not a file name/);
  });

  it('removes what was left half-written, and nothing else, before the task', async () => {
    const inside = join(folder, 'a', 'b');
    await mkdir(inside, { recursive: true });
    for (const name of ['.c.0123456789abcdef.tmp', 'c.tmp', '.c']) await writeFile(join(inside, name), 'x');
    await writeFile(join(folder, '.other.0123456789abcdef.tmp'), 'x');
    const seen = await createNodeCache(folder).exclusively('a', () => readdir(inside));
    expect(seen.sort()).toEqual(['.c', 'c.tmp']);
    expect((await readdir(folder)).sort()).toEqual(['.other.0123456789abcdef.tmp', 'a']);
  });

  it('passes on what the task throws', async () => {
    const error = new Error('of the task');
    await expect(createNodeCache(folder).exclusively('a', () => Promise.reject(error))).rejects.toBe(error);
  });

  it('says so where the folder cannot be locked', async () => {
    await writeFile(join(folder, 'a'), 'a file');
    await expect(createNodeCache(folder).exclusively('a/b', async () => 1)).rejects.toMatchObject({
      code: 'BERTKIT_FILE',
      message: `a/b.lock in ${folder} could not be written: a folder of its path is a file.`,
    });
  });

  it.runIf(process.getuid?.() !== 0)('says that permission is denied (not tested as root, who has every)', async () => {
    await chmod(folder, 0o555);
    await expect(createNodeCache(folder).exclusively('a', async () => 1)).rejects.toThrow(/permission denied/);
    await chmod(folder, 0o755);
  });
});
