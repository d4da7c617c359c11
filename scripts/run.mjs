// `npm run quickstart` and `npm test` on a bare machine: sets up what is missing, then runs the command given.
//   node scripts/run.mjs COMMAND [ARGUMENT …]
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = join(root, 'node_modules', '.bin');
const windows = process.platform === 'win32';

function run(command, args, { quiet = false } = {}) {
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    shell: windows,
    stdio: quiet ? ['ignore', 'ignore', 'inherit'] : 'inherit',
    env: {
      ...process.env,
      PATH: `${bin}${delimiter}${process.env.PATH}`,
      TURBO_TELEMETRY_DISABLED: '1',
      npm_config_update_notifier: 'false',
    },
  });
  if (error) {
    console.error(`${command} could not be started: ${error.message}`);
    process.exit(1);
  }
  return status ?? 1;
}

function orExit(status) {
  if (status !== 0) process.exit(status);
}

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`bertkit needs Node 20.19 or later, and this is Node ${process.versions.node}.`);
  process.exit(1);
}

const installed = join(root, 'node_modules', '.modules.yaml');
const lockfile = join(root, 'pnpm-lock.yaml');
if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(lockfile).mtimeMs) {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  console.error(`Installing from the lockfile with ${packageManager} …`);
  orExit(run('npx', ['--yes', packageManager, 'install', '--frozen-lockfile', '--reporter=append-only']));
}
console.error('Building …');
orExit(run('turbo', ['run', 'build', '--output-logs=errors-only', '--no-update-notifier']));

const [command, ...args] = process.argv.slice(2);
process.exitCode = run(command, args);
