import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withLock } from './lock.js';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bertkit-lock-'));
  path = join(folder, 'sub', 'a.lock');
});
afterEach(() => rm(folder, { recursive: true }));

/** Another process that holds the lock until it is ended. */
async function holdElsewhere(): Promise<ChildProcess> {
  const library = createRequire(import.meta.url).resolve('proper-lockfile');
  const script = `require(${JSON.stringify(library)})
    .lock(${JSON.stringify(path)}, { lockfilePath: ${JSON.stringify(path)}, realpath: false })
    .then(() => { console.log('held'); setInterval(() => {}, 1000); });`;
  await mkdir(join(folder, 'sub'), { recursive: true });
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout as NonNullable<typeof child.stdout>, 'data');
  return child;
}

describe('withLock', () => {
  it('runs one task at a time, and leaves nothing', async () => {
    let running = 0;
    const task = async () => {
      running++;
      await new Promise((resolve) => setTimeout(resolve, 5));
      return running--;
    };
    expect(await Promise.all([withLock(path, task), withLock(path, task), withLock(path, task)])).toEqual([1, 1, 1]);
    expect(await readdir(join(folder, 'sub'))).toEqual([]);
  });

  it('is free again after a task that failed', async () => {
    await expect(withLock(path, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await withLock(path, async () => 1)).toBe(1);
  });

  it('waits for another process, says so once, and goes on when that one ends', async () => {
    const child = await holdElsewhere();
    const waits: number[] = [];
    const result = withLock(path, async () => child.exitCode ?? child.signalCode, {
      onWait: () => {
        waits.push(1);
        setTimeout(() => child.kill('SIGTERM'), 500); // it then gives its lock back
      },
    });
    expect(await result).toBe('SIGTERM');
    expect(waits).toEqual([1]);
  });

  it('takes over from a process that was killed, once its lock has not been renewed for ten seconds', async () => {
    const child = await holdElsewhere();
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await readdir(join(folder, 'sub'))).toEqual(['a.lock']);
    const old = new Date(Date.now() - 11_000);
    await utimes(path, old, old);
    expect(await withLock(path, async () => 1)).toBe(1);
  });

  it('ends while it waits, when it is aborted', async () => {
    await mkdir(path, { recursive: true });
    const controller = new AbortController();
    const waiting = withLock(path, async () => 1, {
      signal: controller.signal,
      onWait: () => setImmediate(() => controller.abort(new Error('enough'))),
    });
    await expect(waiting).rejects.toThrow('enough');
    expect(await readdir(join(folder, 'sub'))).toEqual(['a.lock']);
  });
});
