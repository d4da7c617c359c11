// Runs a model, in this thread or in one of its own, and tells whether timers here come in time meanwhile.
import { encoderHead, loadModel } from '@bertkit/heads';
import { createNodeRuntime } from '@bertkit/runtime-node';
import { watchBeat } from '../beat.js';

import { tokenFeeds } from '../models/token-feeds.js';
import type { BeatSettings } from '../responsiveness/settings.js';
import { converse } from './conversation.js';

const settings = JSON.parse(process.argv[2] ?? '{}') as BeatSettings; // written by the benchmark
const { directory, threads, workerThread, batchSize, sequenceLength, runCount } = settings;
await using runtime = createNodeRuntime({ threads, workerThread });
await using model = await loadModel(runtime, runtime.open(directory), encoderHead({ pooler: false }));
const feeds = tokenFeeds(batchSize, sequenceLength);

async function runs(): Promise<void> {
  for (let i = 0; i < runCount; i++) await model.session.run(feeds);
}
await runs();

await converse(
  {},
  {
    async run() {
      const { seconds, largestGapMs } = await watchBeat(runs);
      return { seconds, largestGapMs };
    },
    memory: () => ({ residentBytes: process.memoryUsage.rss() }),
  },
);
