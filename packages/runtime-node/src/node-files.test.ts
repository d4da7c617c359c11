import { existsSync } from 'node:fs';
import {
  chmod,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  realpath,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileError } from '@bertkit/runtime';
import { filesContract } from '@bertkit/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createNodeFiles } from './node-files.js';

let scratch: string;
let count = 0;
beforeAll(async () => {
  scratch = await realpath(await mkdtemp(join(tmpdir(), 'bertkit-node-files-')));
});
afterAll(() => rm(scratch, { recursive: true }));

const freshPath = (): string => join(scratch, `${count++}`, 'models');
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

filesContract('createNodeFiles', () => createNodeFiles(freshPath()));

describe('createNodeFiles', () => {
  it('makes its directory at the first write, not before', async () => {
    const path = freshPath();
    const files = createNodeFiles(path);
    await files.list();
    await files.remove('a');
    expect(existsSync(path)).toBe(false);
    await files.write('a', bytes('x'));
    expect(await readFile(join(path, 'a'), 'utf8')).toBe('x');
    expect(files.location).toBe(path);
  });

  it('leaves nothing temporary when the content fails, and does not list what others left', async () => {
    const path = freshPath();
    const files = createNodeFiles(path);
    function* failing() {
      yield bytes('half');
      throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    }
    await files.write('a', bytes('before'));
    await expect(files.write('a', failing())).rejects.toThrow(
      `a in ${path} could not be written: the disk is full; what was there before is untouched.`,
    );
    expect(await readdir(path)).toEqual(['a']);
    await writeFile(join(path, '.b.0123456789abcdef.tmp'), 'left by a process that was killed');
    expect(await files.list()).toEqual([{ name: 'a', size: 6 }]);
    await expect(files.write('.b.0123456789abcdef.tmp', bytes('x'))).rejects.toThrow(/not a file name/);
  });

  it.runIf(existsSync('/dev/full'))('says that the disk is full (only where there is a /dev/full)', async () => {
    const failure = await createNodeFiles('/dev')
      .append('full', bytes('x'))
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'BERTKIT_FILE', cause: { code: 'ENOSPC' } });
    expect((failure as Error).message).toMatch(/^full in \/dev could not be appended to: the disk is full/);
  });

  it.runIf(process.getuid?.() !== 0)('says that permission is denied (not tested as root, who has every)', async () => {
    const path = freshPath();
    const files = createNodeFiles(path);
    await files.write('a', bytes('before'));
    await chmod(path, 0o555);
    await expect(files.write('a', bytes('after'))).rejects.toThrow(/could not be written: permission denied/);
    await chmod(path, 0o755);
    expect(await files.list()).toEqual([{ name: 'a', size: 6 }]);
  });

  it('says so when the directory is a file', async () => {
    const path = freshPath();
    await mkdir(join(path, '..'));
    await writeFile(path, 'x');
    const files = createNodeFiles(path);
    await expect(files.list()).rejects.toThrow(FileError);
    await expect(files.write('a', bytes('x'))).rejects.toThrow(/a folder of its path is a file/);
    expect(await files.size('a')).toBeUndefined();
  });

  it('reads through links, as in the cache of Hugging Face', async () => {
    const path = freshPath();
    await mkdir(join(path, 'snapshots'), { recursive: true });
    await writeFile(join(path, 'blob'), '0123456789');
    await symlink('../blob', join(path, 'snapshots', 'model.safetensors'));
    await symlink('../nowhere', join(path, 'snapshots', 'broken'));
    const files = createNodeFiles(join(path, 'snapshots'));
    expect(await files.list()).toEqual([{ name: 'model.safetensors', size: 10 }]);
    expect(await files.size('model.safetensors')).toBe(10);
    expect(await files.size('broken')).toBeUndefined();
    expect(await files.read('model.safetensors', { start: 8, end: 10 })).toEqual(bytes('89'));
  });

  it('replaces a link by a file, leaving what it led to', async () => {
    const path = freshPath();
    await mkdir(join(path, 'inside'), { recursive: true });
    await writeFile(join(path, 'outside'), 'precious');
    await symlink('../outside', join(path, 'inside', 'a'));
    const files = createNodeFiles(join(path, 'inside'));
    await expect(files.append('a', bytes('x'))).rejects.toThrow(/it is a link/);
    await files.write('a', bytes('new'));
    expect(await readFile(join(path, 'outside'), 'utf8')).toBe('precious');
    expect(await readFile(join(path, 'inside', 'a'), 'utf8')).toBe('new');
  });

  it('writes and removes nothing outside by way of a link to a folder', async () => {
    const path = freshPath();
    await mkdir(join(path, 'inside', 'real'), { recursive: true });
    await mkdir(join(path, 'inside-too'));
    await writeFile(join(path, 'inside-too', 'a'), 'precious');
    await symlink('../inside-too', join(path, 'inside', 'out')); // its path begins like that of `inside`
    await symlink('real', join(path, 'inside', 'in'));
    const files = createNodeFiles(join(path, 'inside'));
    await expect(files.write('out/b', bytes('x'))).rejects.toThrow(FileError);
    await expect(files.write('out/b/c', bytes('x'))).rejects.toThrow(/would be written outside/);
    await expect(files.append('out/a', bytes('x'))).rejects.toThrow(FileError);
    await expect(files.remove('out/a')).rejects.toThrow(FileError);
    expect(await readdir(join(path, 'inside-too'))).toEqual(['a']);
    await files.write('in/b', bytes('x'));
    expect(await readdir(join(path, 'inside', 'real'))).toEqual(['b']);
  });

  it('reads parts of a file that is larger than 4 GiB', async () => {
    const path = freshPath();
    await mkdir(path, { recursive: true });
    const size = 5 * 2 ** 30;
    const handle = await open(join(path, 'large'), 'w');
    await handle.truncate(size); // a hole: it takes no room on the disk
    await handle.write(bytes('end'), 0, 3, size - 3);
    await handle.close();
    expect((await stat(join(path, 'large'))).size).toBe(size);
    const files = createNodeFiles(path);
    expect(await files.size('large')).toBe(size);
    expect(await files.read('large', { start: size - 4, end: size })).toEqual(bytes('\0end'));
    await expect(files.read('large', { start: size, end: size + 1 })).rejects.toThrow(
      `large in ${path} has ${size} bytes`,
    );
  });
});
