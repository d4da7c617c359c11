import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundlePage } from './bundle-page.js';
import { callInPage, skipsChromium, tellSkipped } from './chromium.js';
import type { Outcome } from './contract-page.js';
import { wasmFolder } from './wasm-folder.js';

tellSkipped('The contract of runtimes in a browser');

describe.skipIf(skipsChromium)('createWebRuntime in Chromium', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'bertkit-contract-'));
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  it('fulfils the contract, but for tests that measure memory', { timeout: 120_000 }, async () => {
    await bundlePage('contract-page.ts', join(folder, 'page'));
    const folders = { '/': join(folder, 'page'), '/wasm/': wasmFolder() };
    const outcomes = await callInPage<Outcome[]>('contractInPage', folders, join(folder, 'profile'));
    const passed = outcomes.filter(({ state }) => state === 'pass');
    const others = outcomes.filter(({ state, name }) => state !== 'pass' && !name.includes('memory'));
    expect(others).toEqual([]);
    expect(passed.length).toBeGreaterThan(40);
    expect(passed.map(({ name }) => name)).toContain('runs the operators of every kernel set that it names');
  });
});
