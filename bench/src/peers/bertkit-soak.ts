// The memory of a process that goes on for long: runs of one session, or one model after another.
import { encoderHead, loadModel } from '@bertkit/heads';
import { createNodeRuntime } from '@bertkit/runtime-node';
import type { CyclesAnswer, RunsAnswer, SoakSettings } from '../memory/settings.js';
import { tokenFeeds } from '../models/token-feeds.js';
import { converse } from './conversation.js';

const settings = JSON.parse(process.argv[2] ?? '{}') as SoakSettings; // written by the benchmark
const { directory, kernels, threads } = settings;
const runtime = createNodeRuntime({ threads });
const load = () => loadModel(runtime, runtime.open(directory), encoderHead(), { kernels });

/** Runs of many shapes, as texts have; all have been seen when a few hundred runs are done. */
async function runs(): Promise<RunsAnswer> {
  await using model = await load();
  let earlyBytes = 0;
  for (let i = 1; i <= settings.runCount; i++) {
    await model.session.run(tokenFeeds(1 + (i % 4), 4 * (1 + (i % 15))));
    if (i === settings.earlyRunCount) earlyBytes = process.memoryUsage.rss();
  }
  return { earlyBytes, lateBytes: process.memoryUsage.rss() };
}

async function cycles(): Promise<CyclesAnswer> {
  const beforeBytes = process.memoryUsage.rss();
  for (let i = 0; i < settings.cycleCount; i++) {
    await using model = await load();
    await model.session.run(tokenFeeds(1, 32));
  }
  return { beforeBytes, lateBytes: process.memoryUsage.rss() };
}

await converse({}, { runs, cycles });
