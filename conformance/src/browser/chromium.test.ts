import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createNodeRuntime } from '@bertkit/runtime-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundlePage } from './bundle-page.js';
import { callInPage, skipsChromium, tellSkipped } from './chromium.js';
import { lossesOfTwentySteps } from './twenty-steps.js';
import { wasmFolder } from './wasm-folder.js';

tellSkipped('Training in a browser');

describe.skipIf(skipsChromium)('pre-training in Chromium, on WebAssembly', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'bertkit-chromium-'));
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  it('gives the losses that it gives in Node, step by step', { timeout: 180_000 }, async () => {
    await bundlePage('page.ts', join(folder, 'page'));
    const folders = { '/': join(folder, 'page'), '/wasm/': wasmFolder() };
    const inPage = await callInPage<number[]>('trainInPage', folders, join(folder, 'profile'));
    const inNode = await lossesOfTwentySteps(createNodeRuntime());
    expect(inNode).toHaveLength(20);
    expect(inPage).toHaveLength(20);
    const differences = inNode.map((loss, step) => Math.abs(loss - (inPage[step] ?? Number.NaN)));
    expect(Math.max(...differences)).toBeLessThan(1e-3);
    expect(inPage.at(-1)).toBeLessThan(inPage[0]! - 0.3); // it has learned, so the steps were steps
  });
});
