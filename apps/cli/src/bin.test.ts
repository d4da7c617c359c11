import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

let folder: string;
let bin: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bertkit-bin-'));
  bin = join(folder, 'bin', 'bertkit.mjs');
  await mkdir(join(folder, 'bin'));
  await copyFile(new URL('../bin/bertkit.js', import.meta.url), bin);
});
afterAll(() => rm(folder, { recursive: true }));

async function runBin(): Promise<{ code: number | null; stderr: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [bin], (_, __, stderr) => resolve({ code: child.exitCode, stderr }));
  });
}

it('says how to build what is not built, in one sentence', async () => {
  expect(await runBin()).toEqual({
    code: 1,
    stderr: 'bertkit is not built yet: run `npm run quickstart` or `pnpm build` first.\n',
  });
});

it('does not hide what fails inside the program', async () => {
  await mkdir(join(folder, 'dist'));
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  await writeFile(join(folder, 'dist', 'main.js'), 'throw new Error("a fault");');
  const { code, stderr } = await runBin();
  expect(code).toBe(1);
  expect(stderr).toContain('Error: a fault');
});
