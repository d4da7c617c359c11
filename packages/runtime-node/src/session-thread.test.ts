import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createSession, RunError } from '@bertkit/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SessionThread } from './session-thread.js';
import { createThreadEngine } from './thread-engine.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bertkit-thread-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A thread of which `body` does the work, instead of ONNX Runtime. */
function threadOf(body: string): SessionThread {
  const path = join(folder, `${Math.random()}.mjs`);
  writeFileSync(path, `import { parentPort, workerData } from 'node:worker_threads';\n${body}`);
  return new SessionThread(pathToFileURL(path));
}

/** Compiles anything to a graph without inputs or outputs, and does `onRun` for a run. */
const compilesAnything = (onRun: string) =>
  threadOf(`parentPort.on('message', ({ id, kind }) => {
    if (kind === 'compile') parentPort.postMessage({ id, answer: { inputMetadata: [], outputMetadata: [] } });
    else if (kind === 'run') ${onRun};
    else parentPort.postMessage({ id });
  });`);

const sessionIn = async (thread: SessionThread) => {
  const options = { threads: 1, device: 'cpu', lent: new Set() } as const;
  return createSession(await createThreadEngine(thread, new Uint8Array(1), { bytes: [] }, options));
};

describe('SessionThread', () => {
  it.each([
    ['exits', 'process.exit(7)', /worker thread ended with code 7/],
    [
      'throws where nobody catches',
      "setImmediate(() => { throw new Error('broken') })",
      /worker thread failed: broken/,
    ],
  ])('rejects the call under way and all later ones when the thread %s', async (_, onRun, message) => {
    const thread = compilesAnything(onRun);
    const [session, other] = [await sessionIn(thread), await sessionIn(thread)];
    const runs = await Promise.allSettled([session.run({}), session.run({}), other.run({})]);
    for (const run of runs) expect(run).toMatchObject({ status: 'rejected', reason: expect.any(RunError) });
    await expect(session.run({})).rejects.toThrow(message);
    await expect(session.run({})).rejects.toThrow(/make another runtime/);
    await expect(sessionIn(thread)).rejects.toMatchObject({ code: 'BERTKIT_COMPILE' });
    await session.dispose();
    await thread.end();
  });

  it('rejects when the thread cannot begin', async () => {
    const thread = new SessionThread(pathToFileURL(join(folder, 'nowhere.mjs')));
    await expect(sessionIn(thread)).rejects.toThrow(/worker thread failed: Cannot find module/);
    await thread.end();
  });

  it('ends after the calls under way, and takes no more', async () => {
    const thread = compilesAnything('setTimeout(() => parentPort.postMessage({ id, answer: {} }), 50)');
    const session = await sessionIn(thread);
    const run = session.run({});
    await new Promise((resolve) => setImmediate(resolve)); // the call has been made
    const ends = [thread.end(), thread.end()];
    await expect(run).resolves.toEqual({});
    await Promise.all(ends);
    await expect(session.run({})).rejects.toThrow('The run failed: the runtime has been disposed of');
    await session.dispose();
  });

  it('makes the process wait for the calls under way when it exits', async () => {
    const before = process.listeners('exit');
    const log = join(folder, 'log');
    const thread = threadOf(`import { appendFileSync } from 'node:fs';
      parentPort.on('message', ({ id }) => setTimeout(() => {
        appendFileSync(${JSON.stringify(log)}, 'done ');
        parentPort.postMessage({ id });
        Atomics.sub(workerData, 0, 1);
        Atomics.notify(workerData, 0);
      }, 50));`);
    const calls = [1, 2].map((session) => thread.call('release', { session }));
    const added = process.listeners('exit').filter((listener) => !before.includes(listener));
    for (const listener of added) listener(0); // as the process would, which ends when they return
    expect(readFileSync(log, 'utf8')).toBe('done done ');
    await Promise.all(calls);
    await thread.end();
    expect(process.listeners('exit')).toEqual(before);
  });
});
