import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { servePage } from './serve.js';

const executablePath = process.env['BERTKIT_CHROMIUM'] ?? '/usr/bin/chromium';

/** Whether there is no Chromium, and there need not be: in CI there must be one. */
export const skipsChromium = !existsSync(executablePath) && process.env['CI'] !== 'true';

/** Says in a line what is not tested, and why. */
export function tellSkipped(what: string): void {
  if (skipsChromium)
    console.info(`${what} is skipped: there is no ${executablePath} (BERTKIT_CHROMIUM names another).`);
}

/**
 * Calls a global function, which `/page.js` makes, in a page in Chromium.
 *
 * @param folders      what {@link servePage} serves
 * @param userDataDir  where Chromium keeps what it keeps
 * @returns            what the function returns, which has to be plain data
 */
export async function callInPage<Result>(
  name: string,
  folders: Readonly<Record<string, string>>,
  userDataDir: string,
): Promise<Result> {
  if (!existsSync(executablePath)) throw new Error(`There is no ${executablePath}, and CI needs a browser.`);
  await using server = await servePage(folders);
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
    await tab.waitForFunction(`globalThis.${name} !== undefined`, undefined, { timeout: 30_000 }).catch((cause) => {
      throw new Error(`The page did not load: ${faults.join('; ') || 'no reason given'}.`, { cause });
    });
    return await tab.evaluate<Result>(`${name}()`);
  } finally {
    await context.close();
  }
}
