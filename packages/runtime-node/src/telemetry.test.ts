import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createNodeRuntime } from './node-runtime.js';

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'bertkit-home-'));
});
afterAll(() => rm(home, { recursive: true }));

describe("ONNX Runtime's telemetry", () => {
  // Before it sends anything it leaves an identifier in the user's folders, which can be seen without a network.
  it('is off from the first session on', async () => {
    for (const name of Object.keys(process.env)) {
      if (name !== 'ORT_DISABLE_TELEMETRY') vi.stubEnv(name, undefined); // CI, among others, would turn it off too
    }
    for (const name of ['HOME', 'XDG_CACHE_HOME']) vi.stubEnv(name, home);
    try {
      const compiled = createNodeRuntime({ threads: 1 }).compile(Uint8Array.of(0)); // refused, when all has begun
      await expect(compiled).rejects.toMatchObject({ code: 'BERTKIT_COMPILE' });
    } finally {
      vi.unstubAllEnvs();
    }
    expect(await readdir(home, { recursive: true })).toEqual([]);
  });

  it.skipIf(process.platform === 'win32')('is refused in a worker thread that cannot turn it off', async () => {
    vi.resetModules();
    vi.doMock('node:worker_threads', async (original) => ({ ...(await original<object>()), isMainThread: false }));
    vi.stubEnv('ORT_DISABLE_TELEMETRY', undefined);
    try {
      const inWorker = await import('./node-runtime.js');
      const refused = expect.objectContaining({ name: 'TelemetryError', code: 'BERTKIT_TELEMETRY' });
      expect(() => inWorker.createNodeRuntime({ threads: 1 })).toThrow(refused);
    } finally {
      vi.unstubAllEnvs();
      vi.doUnmock('node:worker_threads');
    }
  });
});
