import { join } from 'node:path';
import { build } from 'vite';

/** Bundles a file of a project for browsers, minified, as `page.js` in a directory. */
export async function bundle(project: string, entry: string, directory: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'error',
    root: project,
    worker: { format: 'es' },
    build: {
      outDir: directory,
      emptyOutDir: true,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: join(project, entry), output: { entryFileNames: 'page.js' } },
    },
  });
}
