import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as ort from 'onnxruntime-node';
import { type RunTrace, readTrace } from './onnx-trace.js';

/**
 * Has ONNX Runtime time every node of the one session that `body` makes, by whatever package that may be: it is compiled
 * and run just as its maker says, only with the profiler on. To that end the factory of sessions is replaced meanwhile,
 * since nothing outside a benchmark should have to pass such an option on.
 *
 * @returns what each of the session's runs took, the first ones included
 */
export async function profileSession(body: () => Promise<void>): Promise<RunTrace[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bertkit-profile-'));
  const factory = ort.InferenceSession as {
    create: (model: unknown, options?: object) => Promise<ort.InferenceSession>;
  };
  const { create } = factory;
  const sessions: ort.InferenceSession[] = [];
  factory.create = async (model, options) => {
    const profiler = { enableProfiling: true, profileFilePrefix: join(folder, 'session') };
    const session = await create.call(factory, model, { ...options, ...profiler });
    const release = session.release.bind(session);
    session.release = async () => {
      session.endProfiling(); // writes the file
      await release();
    };
    sessions.push(session);
    return session;
  };
  try {
    await body();
    const [file, ...others] = await readdir(folder);
    if (file === undefined || others.length > 0) {
      throw new Error(`internal: ${sessions.length} sessions were made while one was to be profiled.`);
    }
    return readTrace(await readFile(join(folder, file), 'utf8'));
  } finally {
    factory.create = create;
    await rm(folder, { recursive: true });
  }
}
