import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** Bundles an entry beside this file for browsers, from source, as `page.js` in a directory. */
export async function bundlePage(entry: string, directory: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'error',
    root: fileURLToPath(new URL('.', import.meta.url)),
    resolve: { conditions: ['@bertkit/source', 'module', 'browser', 'development|production'] },
    build: {
      outDir: directory,
      emptyOutDir: true,
      rolldownOptions: {
        input: fileURLToPath(new URL(entry, import.meta.url)),
        output: { entryFileNames: 'page.js' },
      },
    },
  });
}
