import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findPython, pythonThatImports } from './python.js';

let venv: string;
let python: string;
beforeEach(async () => {
  venv = join(await mkdtemp(join(tmpdir(), 'bertkit-venv-')), '.venv');
  python = process.platform === 'win32' ? join(venv, 'Scripts', 'python.exe') : join(venv, 'bin', 'python');
});
afterEach(() => rm(dirname(venv), { recursive: true }));

/** A machine on which these packages are installed; keeps the commands that change it. */
function machine(...installed: string[]) {
  const commands: string[] = [];
  const run = async (_command: string, args: readonly string[], { quiet } = { quiet: false }) => {
    const last = args.at(-1) ?? '';
    if (quiet) return installed.includes(last) ? 0 : 1;
    commands.push(args.join(' '));
    if (args.includes('install')) installed.push(last);
    return 0;
  };
  const packages = ['torch==2.13.0', 'transformers==5.23.0'];
  return { commands, packages, run, log: () => {}, environment: {}, venv };
}

describe('findPython', () => {
  it('takes the one that BERTKIT_PYTHON names, as it is', async () => {
    const { commands, ...options } = machine();
    expect(await findPython({ ...options, environment: { BERTKIT_PYTHON: '/opt/python' } })).toBe('/opt/python');
    expect(commands).toEqual([]);
  });

  it('makes a virtual environment and installs the packages in order', async () => {
    const { commands, ...options } = machine();
    expect(await findPython(options)).toBe(python);
    expect(commands).toEqual([
      `-m venv ${venv}`,
      '-m pip install torch==2.13.0',
      '-m pip install transformers==5.23.0',
    ]);
  });

  it('installs only what is missing', async () => {
    await mkdir(dirname(python), { recursive: true });
    await writeFile(python, '');
    const partly = machine('torch==2.13.0');
    await findPython(partly);
    expect(partly.commands).toEqual(['-m pip install transformers==5.23.0']);
    const whole = machine('torch==2.13.0', 'transformers==5.23.0');
    await findPython(whole);
    expect(whole.commands).toEqual([]);
  });

  it('names the command that failed, and the way round it', async () => {
    const { commands: _, ...options } = machine();
    await expect(findPython({ ...options, run: async () => 2 })).rejects.toMatchObject({
      code: 'BERTKIT_BENCH_PYTHON',
      message: expect.stringMatching(/-m venv .* ended with status 2; set BERTKIT_PYTHON/),
    });
  });
});

describe('pythonThatImports', () => {
  /** What was asked, and the answer to it. */
  const asked = (status: number) => {
    const questions: string[] = [];
    const run = async (command: string, args: readonly string[]) => {
      questions.push([command, ...args].join(' '));
      return status;
    };
    return { questions, run, venv };
  };

  it('asks the one that BERTKIT_PYTHON names', async () => {
    const environment = { BERTKIT_PYTHON: '/opt/python' };
    const { questions, ...options } = asked(0);
    expect(await pythonThatImports(['torch', 'onnx'], { ...options, environment })).toBe('/opt/python');
    expect(questions).toEqual(['/opt/python -c import torch, onnx']);
    expect(await pythonThatImports(['torch'], { ...asked(1), environment })).toBeUndefined();
  });

  it('asks the virtual environment only where there is one', async () => {
    const { questions, ...options } = asked(0);
    expect(await pythonThatImports(['torch'], { ...options, environment: {} })).toBeUndefined();
    expect(questions).toEqual([]);
    await mkdir(dirname(python), { recursive: true });
    await writeFile(python, '');
    expect(await pythonThatImports(['torch'], { ...options, environment: {} })).toBe(python);
  });
});
