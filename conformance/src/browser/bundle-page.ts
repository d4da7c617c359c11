import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** Bundles `page.ts` for browsers, from source, as `page.js` in a directory. */
export async function bundlePage(directory: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'error',
    root: fileURLToPath(new URL('.', import.meta.url)),
    resolve: { conditions: ['@bertkit/source', 'module', 'browser', 'development|production'] },
    build: {
      outDir: directory,
      emptyOutDir: true,
      rolldownOptions: {
        input: fileURLToPath(new URL('page.ts', import.meta.url)),
        output: { entryFileNames: 'page.js' },
      },
    },
  });
}
