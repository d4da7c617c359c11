import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RuntimeContractOptions, runtimeContract } from '@bertkit/runtime/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createNodeFiles } from './node-files.js';
import { createNodeRuntime } from './node-runtime.js';

/** x u8 [2]: `y = x + x`, as u8. */
const doubled = Buffer.from(
  'CAg6agoXCgF4EgFpIgRDYXN0KgkKAnRvGAagAQIKDgoBaQoBaRIBcyIDQWRkChcKAXMSAXkiBENhc3QqCQoCdG8YAqABAhIEdGlueVoPCgF4EgoKCAgCEgQKAggCYg8KAXkSCgoICAISBAoCCAJCBAoAEBFCEQoNY29tLm1pY3Jvc29mdBAB',
  'base64',
);

let scratch: string;
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'bertkit-node-runtime-'));
});
afterAll(() => rmSync(scratch, { recursive: true }));

const options: RuntimeContractOptions = {
  residentBytes: () => process.memoryUsage.rss(),
  createFiles: () => createNodeFiles(mkdtempSync(join(scratch, 'files-'))),
};
runtimeContract('createNodeRuntime', () => createNodeRuntime({ threads: 1 }), options);
runtimeContract(
  'createNodeRuntime, in a worker thread',
  () => createNodeRuntime({ threads: 1, workerThread: true }),
  options,
);

it('says what it is', () => {
  expect(createNodeRuntime({ threads: 2 }).description).toMatch(/^onnxruntime-node 1\.\d+\.\d+, CPU, 2 threads$/);
  expect(createNodeRuntime({ threads: 1 }).description).toMatch(/, 1 thread$/);
  expect(createNodeRuntime({ threads: 1, workerThread: true }).description).toMatch(/, 1 thread, in a worker thread$/);
});

it('takes nothing away from the caller when it gives inputs to its worker thread', async () => {
  await using runtime = createNodeRuntime({ threads: 1, workerThread: true });
  const session = await runtime.compile(doubled);
  const pooled = Buffer.from([1, 2]); // which shares its memory with other buffers of Node's
  const shared = new Uint8Array(new SharedArrayBuffer(2)).fill(3);
  for (const data of [pooled, shared]) {
    const before = [...data];
    const { y } = await session.run({ x: { dtype: 'uint8', shape: [2], data } });
    expect([...(y?.data ?? [])]).toEqual(before.map((value) => 2 * value));
    expect([...data]).toEqual(before);
  }
});

it.each([0, -1, 1.5, Number.NaN])('refuses %d threads', (threads) => {
  expect(() => createNodeRuntime({ threads })).toThrow(RangeError);
});
