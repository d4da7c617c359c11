import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../testing.js';
import { checkOutputFile, writeWholeFile } from './whole-file.js';

const at = temporaryFolder();

describe('checkOutputFile', () => {
  it('lets nothing be replaced unless told to, and a directory never', async () => {
    const path = at('there.npy');
    await checkOutputFile(path, { overwrite: false });
    await writeFile(path, 'x');
    await checkOutputFile(path, { overwrite: true });
    await expect(checkOutputFile(path, { overwrite: false })).rejects.toThrow(
      `${path} is there already: name another --out, or replace it by --overwrite.`,
    );
    await expect(checkOutputFile(at(), { overwrite: true })).rejects.toThrow('which is a directory: name a file.');
    await expect(checkOutputFile(join(path, 'x.npy'), { overwrite: true })).rejects.toThrow(
      'a folder of its path is a',
    );
  });
});

describe('writeWholeFile', () => {
  it('makes the folders of a file, and shows it only when it is whole', async () => {
    const path = at('a', 'b', 'x.txt');
    await writeWholeFile(path, async (file) => {
      await file.writeFile('whole');
      expect(await readdir(at('a', 'b'))).not.toContain('x.txt');
    });
    expect(await readFile(path, 'utf8')).toBe('whole');
    expect(await readdir(at('a', 'b'))).toEqual(['x.txt']);
  });

  it('says which file cannot be written, and leaves nothing', async () => {
    await mkdir(at('c', 'taken'), { recursive: true });
    const write = () => writeWholeFile(at('c', 'taken'), async (file) => file.writeFile('x'));
    await expect(write()).rejects.toThrow(/taken cannot be written: it is a directory\.$/);
    expect(await readdir(at('c'))).toEqual(['taken']);
  });
});
