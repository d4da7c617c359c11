import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../..', import.meta.url));
const bin = join(root, 'node_modules', '.bin');

/**
 * Builds a package without dependencies from its sources, packs it as for publishing, and installs that into a project
 * that has nothing else. The network is not used.
 *
 * @param name     of its folder in `packages`
 * @param project  a directory; what is in it may then import the package
 * @param scratch  a directory for what is in between
 */
export async function installPacked(name: string, project: string, scratch: string): Promise<void> {
  const source = join(root, 'packages', name);
  const staged = join(scratch, 'staged');
  mkdirSync(staged, { recursive: true });
  for (const each of ['package.json', 'README.md', 'src'])
    cpSync(join(source, each), join(staged, each), { recursive: true });
  await run(join(bin, 'tsc'), ['-p', join(source, 'tsconfig.build.json'), '--outDir', join(staged, 'dist')]);
  const { stdout } = await run(join(bin, 'pnpm'), ['pack', '--json', '--pack-destination', scratch], { cwd: staged });
  const { filename } = JSON.parse(stdout) as { filename: string }; // pnpm's own words
  writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  const quiet = ['--offline', '--no-audit', '--no-fund', '--no-update-notifier', '--cache', join(scratch, 'npm-cache')];
  await run('npm', ['install', ...quiet, filename], { cwd: project });
}
