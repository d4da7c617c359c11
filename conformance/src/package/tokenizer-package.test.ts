import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callInPage, skipsChromium, tellSkipped } from '../browser/chromium.js';
import { bundle } from './bundle.js';
import { installPacked } from './install-packed.js';

/** Bytes of encoding and decoding in a page, minified and packed by gzip. */
const mostBytes = 12_000;

interface RoundTrip {
  readonly inputIds: readonly number[];
  readonly offsets: readonly number[];
  readonly decoded: string;
  readonly checksums: readonly number[];
}

interface RoundTrips {
  readonly inMain: RoundTrip;
  readonly inWorker: RoundTrip;
}

tellSkipped('@bertkit/tokenizer in a browser');

describe('@bertkit/tokenizer, packed and installed into an empty project', () => {
  let folder: string;
  let project: string;
  let inNode: RoundTrips;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'bertkit-package-'));
    project = join(folder, 'project');
    cpSync(fileURLToPath(new URL('project', import.meta.url)), project, { recursive: true });
    await installPacked('tokenizer', project, folder);
    const { stdout } = await promisify(execFile)(process.execPath, ['node.js'], { cwd: project });
    inNode = JSON.parse(stdout) as RoundTrips; // what node.js prints
  }, 180_000);

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  it('brings nothing with it, and no tests', () => {
    expect(readdirSync(join(project, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['@bertkit']);
    const files = readdirSync(join(project, 'node_modules', '@bertkit', 'tokenizer'), { recursive: true });
    expect(files).toContain(join('dist', 'index.d.ts'));
    expect(files.filter((name) => String(name).includes('.test.'))).toEqual([]);
  });

  it('encodes and decodes in Node', () => {
    expect(inNode.inMain).toEqual({
      inputIds: [2, 5, 6, 7, 8, 9, 10, 3],
      offsets: [0, 0, 0, 3, 3, 7, 8, 11, 12, 17, 18, 19, 19, 20, 0, 0],
      decoded: 'hugging the naive 猫!',
      checksums: [expect.any(Number), expect.any(Number)],
    });
  });

  it('does the same in a worker thread', () => {
    expect(inNode.inWorker).toEqual(inNode.inMain);
  });

  it.skipIf(skipsChromium)('does the same in Chromium, in a page and in a worker', { timeout: 120_000 }, async () => {
    await bundle(project, 'page.js', join(folder, 'page'));
    const folders = { '/': join(folder, 'page') };
    const inChromium = await callInPage<RoundTrips>('roundTripInPageAndWorker', folders, join(folder, 'profile'));
    expect(inChromium.inMain).toEqual(inNode.inMain);
    expect(inChromium.inWorker).toEqual(inNode.inMain);
  });

  it(`takes no more than ${mostBytes} bytes of a page`, { timeout: 60_000 }, async () => {
    await bundle(project, 'smallest.js', join(folder, 'smallest'));
    expect(readdirSync(join(folder, 'smallest'))).toEqual(['page.js']);
    const code = readFileSync(join(folder, 'smallest', 'page.js'));
    const bytes = gzipSync(code, { level: 9 }).length;
    console.info(
      `@bertkit/tokenizer in a page: ${bytes} bytes gzipped, ${code.length} before, of ${mostBytes} at most.`,
    );
    expect(bytes).toBeLessThanOrEqual(mostBytes);
  });
});
