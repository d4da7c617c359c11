// The memory of a process that loads a model, at its steps.
import { setTimeout } from 'node:timers/promises';
import { encoderHead, loadModel } from '@bertkit/heads';
import { createNodeRuntime } from '@bertkit/runtime-node';
import type { LoadAnswer, LoadSettings } from '../memory/settings.js';
import { tokenFeeds } from '../models/token-feeds.js';
import { peakMemory } from '../peak-memory.js';
import { converse } from './conversation.js';

const { directory, kernels, threads } = JSON.parse(process.argv[2] ?? '{}') as LoadSettings; // written by the benchmark
const runtime = createNodeRuntime({ threads });

/** What the collector has found unused by then is given back. */
const restMs = 1000;

async function load(): Promise<LoadAnswer> {
  const beforeBytes = process.memoryUsage.rss();
  const start = performance.now();
  await using model = await loadModel(runtime, runtime.open(directory), encoderHead(), { kernels });
  const seconds = (performance.now() - start) / 1000;
  const peakBytes = await peakMemory();
  await setTimeout(restMs);
  const loadedBytes = process.memoryUsage.rss();
  await model.session.run(tokenFeeds(1, 32));
  const runBytes = process.memoryUsage.rss();
  return { beforeBytes, peakBytes, loadedBytes, runBytes, seconds };
}

await converse({}, { load });
