import { runtimeContract } from '@bertkit/runtime/testing';
import { createWebRuntime } from '@bertkit/runtime-web';
import { startTests } from 'vitest/internal/browser';

/** One test of the contract, and how it ended. */
export interface Outcome {
  readonly name: string;
  readonly state: 'pass' | 'fail' | 'skip' | 'unknown';
  readonly messages: readonly string[];
}

/** Just what vitest's runner asks of a task. */
interface Task {
  readonly name: string;
  readonly mode: string;
  readonly tasks?: readonly Task[];
  readonly result?: { readonly state?: string; readonly errors?: readonly { readonly message: string }[] };
}

// What vitest's browser mode would set up; we have no use for its server, only for its runner.
const config = {
  root: '/',
  testTimeout: 60_000,
  hookTimeout: 60_000,
  retry: 0,
  maxConcurrency: 1,
  setupFiles: [],
  sequence: { hooks: 'stack', setupFiles: 'list' },
  expect: {},
  tags: [],
};

/** Runs the contract of runtimes in this page, by vitest's own runner; the server has ONNX Runtime's files at `/wasm/`. */
async function contractInPage(): Promise<Outcome[]> {
  const filepath = '/contract';
  Object.assign(globalThis, { __vitest_worker__: { config, filepath } });
  const importFile = async () => runtimeContract('createWebRuntime', () => createWebRuntime({ wasmPaths: '/wasm/' }));
  const runner = { config, pool: 'browser', viteEnvironment: 'web', importFile };
  const files: readonly Task[] = await startTests([{ filepath, testLocations: undefined }], runner as never);
  return files.flatMap(outcomes);
}

function outcomes(task: Task): Outcome[] {
  const messages = task.result?.errors?.map(({ message }) => message) ?? [];
  const children = task.tasks?.flatMap(outcomes) ?? [];
  if (task.tasks !== undefined && messages.length === 0) return children;
  const state = task.mode === 'skip' ? 'skip' : task.result?.state;
  const isKnown = state === 'pass' || state === 'fail' || state === 'skip';
  return [{ name: task.name, state: isKnown ? state : 'unknown', messages }, ...children];
}

Object.assign(globalThis, { contractInPage });
