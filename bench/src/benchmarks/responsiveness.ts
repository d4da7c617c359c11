import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encoderParameters, initializeParameters, saveModel } from '@bertkit/model';
import { createNodeFiles } from '@bertkit/runtime-node';
import * as ort from 'onnxruntime-node';
import type { BenchmarkFlag, BenchmarkOptions, Findings } from '../benchmark.js';
import { contest } from '../contest.js';
import { chosenSizes, configOf, type SizeName, sizeNames, titleOf } from '../models/sizes.js';
import { JsonLinesPeer } from '../peers/json-lines-peer.js';
import { type Beats, findingsOf } from '../responsiveness/findings.js';
import type { BeatSettings } from '../responsiveness/settings.js';

export const name = 'responsiveness';
export const description =
  'whether the caller stays free while a model runs, batch 32 × 128: its session in a worker thread, and in the same thread';
export const defaultRuns = 5;
export const flags: Readonly<Record<string, BenchmarkFlag>> = {
  sizes: { kind: 'names', names: sizeNames, description: 'of models. Default: base' },
  threads: { kind: 'number', description: 'of each session. Default: 2' },
};

const batch = { batchSize: 32, sequenceLength: 128, runCount: 3 };

export async function run({ runs, given, log }: BenchmarkOptions): Promise<Findings> {
  const threads = Number(given['threads']?.[0] ?? 2);
  const beats: Beats[] = [];
  for (const size of chosenSizes(given['sizes'], ['base'])) {
    const directory = await mkdtemp(join(tmpdir(), 'bertkit-bench-'));
    try {
      beats.push(
        await measure(size, { directory, threads, runs, log: (message) => log(`${titleOf(size)}: ${message}`) }),
      );
    } finally {
      await rm(directory, { recursive: true });
    }
  }
  return {
    versions: { 'onnxruntime-node': ort.env.versions.node ?? 'unknown' },
    notes: [`${batch.runCount} runs at a time; a timer of the caller's is to go off every 10 ms`],
    ...findingsOf(beats, batch),
  };
}

interface MeasureOptions extends Pick<BenchmarkOptions, 'runs' | 'log'> {
  readonly directory: string;
  readonly threads: number;
}

async function measure(size: SizeName, { directory, threads, runs, log }: MeasureOptions): Promise<Beats> {
  log('making a model of random weights');
  const config = configOf(size);
  const parameters = initializeParameters(encoderParameters(config, { pooler: false }), config, 0);
  await saveModel(createNodeFiles(directory), { config, parameters, architecture: 'BertModel' });

  const entry = fileURLToPath(new URL('../peers/bertkit-beat.js', import.meta.url));
  const start = (title: string, workerThread: boolean) => {
    log(`starting it in ${title}`);
    const settings: BeatSettings = { directory, threads, workerThread, ...batch };
    return JsonLinesPeer.start(title, process.execPath, [entry, JSON.stringify(settings)]);
  };
  await using worker = await start('a worker thread', true);
  await using direct = await start('the same thread', false);
  const gaps = { worker: [] as number[], direct: [] as number[] };
  const runIn = (place: keyof typeof gaps, peer: JsonLinesPeer) => async () => {
    const { seconds, largestGapMs } = (await peer.request('run')) as { seconds: number; largestGapMs: number }; // ours
    gaps[place].push(largestGapMs);
    return seconds;
  };
  const contestants = { worker: runIn('worker', worker), direct: runIn('direct', direct) };
  const seconds = await contest(contestants, { warmups: 0, runs, log });
  const residentBytes = {
    worker: await worker.ask('memory', 'residentBytes'),
    direct: await direct.ask('memory', 'residentBytes'),
  };
  return { size, seconds, largestGapsMs: gaps, residentBytes };
}
