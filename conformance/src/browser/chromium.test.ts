import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createNodeRuntime } from '@bertkit/runtime-node';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundlePage } from './bundle-page.js';
import { servePage } from './serve.js';
import { lossesOfTwentySteps } from './twenty-steps.js';

const executablePath = process.env['BERTKIT_CHROMIUM'] ?? '/usr/bin/chromium';
const isAbsent = !existsSync(executablePath);
const isRequired = process.env['CI'] === 'true';
if (isAbsent && !isRequired) {
  console.info(`Training in a browser is skipped: there is no ${executablePath} (BERTKIT_CHROMIUM names another).`);
}

describe.skipIf(isAbsent && !isRequired)('pre-training in Chromium, on WebAssembly', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'bertkit-chromium-'));
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  it('gives the losses that it gives in Node, step by step', { timeout: 180_000 }, async () => {
    expect(isAbsent, `there is no ${executablePath}, and CI needs a browser`).toBe(false);
    await bundlePage(join(folder, 'page'));
    const inPage = await trainInChromium(join(folder, 'page'), join(folder, 'profile'));
    const inNode = await lossesOfTwentySteps(createNodeRuntime());
    expect(inNode).toHaveLength(20);
    expect(inPage).toHaveLength(20);
    const differences = inNode.map((loss, step) => Math.abs(loss - (inPage[step] ?? Number.NaN)));
    expect(Math.max(...differences)).toBeLessThan(1e-3);
    expect(inPage.at(-1)).toBeLessThan(inPage[0]! - 0.3); // it has learned, so the steps were steps
  });
});

async function trainInChromium(page: string, userDataDir: string): Promise<number[]> {
  await using server = await servePage({ '/': page, '/wasm/': wasmFolder() });
  const context = await chromium.launchPersistentContext(userDataDir, {
    executablePath,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  try {
    const tab = await context.newPage();
    const faults: string[] = [];
    tab.on('pageerror', (error) => faults.push(error.message));
    await tab.goto(server.address);
    // As text: a function would be what the test's own compiler made of it.
    await tab.waitForFunction('globalThis.trainInPage !== undefined', undefined, { timeout: 30_000 }).catch((cause) => {
      throw new Error(`The page did not load: ${faults.join('; ') || 'no reason given'}.`, { cause });
    });
    return await tab.evaluate<number[]>('trainInPage()');
  } finally {
    await context.close();
  }
}

/** ONNX Runtime's own files, in the package that `@bertkit/runtime-web` uses. */
function wasmFolder(): string {
  const runtimeWeb = fileURLToPath(new URL('../../node_modules/@bertkit/runtime-web/package.json', import.meta.url));
  return dirname(createRequire(runtimeWeb).resolve('onnxruntime-web/wasm'));
}
