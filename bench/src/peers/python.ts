import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PythonError } from '../errors.js';

const isWindows = process.platform === 'win32';
const usualVenv = fileURLToPath(new URL('../../.venv', import.meta.url));

function pythonOf(venv: string): string {
  return isWindows ? join(venv, 'Scripts', 'python.exe') : join(venv, 'bin', 'python');
}

export interface PythonOptions {
  /** What it must have, as `name==version`, in the order in which they are installed. */
  readonly packages: readonly string[];
  readonly log: (message: string) => void;
  /** Default: that of this process. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Where the packages are kept. Default: `bench/.venv`. */
  readonly venv?: string;
  /** Runs a command and gives its exit status. What it prints is for people, and shown unless `quiet`. */
  readonly run?: (command: string, args: readonly string[], options?: { quiet: boolean }) => Promise<number>;
}

/**
 * A Python that has the packages: the one that the environment variable `BERTKIT_PYTHON` names, or else that
 * of a virtual environment, in which what is missing is installed first.
 *
 * @returns its path
 * @throws {PythonError} a command of the installation fails
 */
export async function findPython({
  packages,
  log,
  environment = process.env,
  venv = usualVenv,
  run = runCommand,
}: PythonOptions): Promise<string> {
  const named = environment['BERTKIT_PYTHON'];
  if (named) return named;

  const python = pythonOf(venv);
  const runOrThrow = async (command: string, args: readonly string[]) => {
    log([command, ...args].join(' '));
    const status = await run(command, args);
    if (status !== 0) {
      throw new PythonError(
        `\`${[command, ...args].join(' ')}\` ended with status ${status}; ` +
          `set BERTKIT_PYTHON to a Python that has ${packages.join(' and ')} to do without it.`,
      );
    }
  };
  if (!existsSync(python)) await runOrThrow(isWindows ? 'python' : 'python3', ['-m', 'venv', venv]);
  for (const requirement of packages) {
    const isInstalled = (await run(python, ['-c', isInstalledScript, requirement], { quiet: true })) === 0;
    if (!isInstalled) await runOrThrow(python, ['-m', 'pip', 'install', requirement]);
  }
  return python;
}

/**
 * A Python that can import modules, without installing anything: the one that `BERTKIT_PYTHON` names, or that of
 * `bench/.venv` where a benchmark has made one.
 *
 * @returns its path, or `undefined`
 */
export async function pythonThatImports(
  modules: readonly string[],
  { environment = process.env, venv = usualVenv, run = runCommand }: Omit<PythonOptions, 'packages' | 'log'> = {},
): Promise<string | undefined> {
  const python = environment['BERTKIT_PYTHON'] || pythonOf(venv);
  if (!environment['BERTKIT_PYTHON'] && !existsSync(python)) return undefined;
  const status = await run(python, ['-c', `import ${modules.join(', ')}`], { quiet: true });
  return status === 0 ? python : undefined;
}

/** Variables under which Python's libraries use so many threads, look nothing up, and tell of errors only. */
export function pythonEnvironment(threads: number): Record<string, string> {
  const count = String(threads);
  return {
    OMP_NUM_THREADS: count,
    MKL_NUM_THREADS: count,
    RAYON_NUM_THREADS: count,
    HF_HUB_OFFLINE: '1',
    HF_HUB_DISABLE_PROGRESS_BARS: '1',
    TRANSFORMERS_VERBOSITY: 'error',
  };
}

// A version may name its build: 2.13.0+cpu.
const isInstalledScript = `
import importlib.metadata, sys
name, version = sys.argv[1].split("==")
sys.exit(importlib.metadata.version(name).split("+")[0] != version)
`;

/** stdout is kept for the benchmark's own result. */
async function runCommand(command: string, args: readonly string[], { quiet } = { quiet: false }): Promise<number> {
  const child = spawn(command, args, { stdio: ['ignore', quiet ? 'ignore' : 2, quiet ? 'ignore' : 2] });
  try {
    const [status] = await once(child, 'close');
    return status ?? 1;
  } catch (cause) {
    throw new PythonError(`${command} could not be started: ${(cause as Error).message}.`, { cause });
  }
}
