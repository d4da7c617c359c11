import { fileURLToPath } from 'node:url';
import * as ort from 'onnxruntime-node';
import type { BenchmarkOptions, Findings } from '../benchmark.js';
import { contest } from '../contest.js';
import { createMatMulRate } from '../mat-mul-rate.js';
import { JsonLinesPeer } from '../peers/json-lines-peer.js';
import { findPython } from '../peers/python.js';
import { profileSession } from '../session-profile.js';
import { pairedRatio, summarize } from '../statistics.js';
import { runFlops, summarizeTraces } from '../trace-results.js';
import { trainingFlops } from '../training/flops.js';
import { miniSettings } from '../training/settings.js';
import { createTrainingStep } from '../training/training-step.js';

export const name = 'train';
export const description =
  'a pre-training step of BERT-mini, batch 32 × 128, two threads: bertkit against PyTorch, with logits everywhere ' +
  '(huggingface) and at masked positions only (masked)';

const settings = miniSettings;
const packages = ['torch==2.13.0', 'transformers==5.23.0'];
const warmups = 3;

export async function run({ runs, log }: BenchmarkOptions): Promise<Findings> {
  const python = await findPython({ packages, log });
  const script = fileURLToPath(new URL('../../peers/pytorch_train.py', import.meta.url));
  const entry = fileURLToPath(new URL('../peers/bertkit-train.js', import.meta.url));
  const ours = JSON.stringify(settings);
  const theirs = (variant: string) => JSON.stringify({ ...settings, variant });

  const peers: JsonLinesPeer[] = [];
  const start = async (peerName: string, command: string, args: readonly string[]) => {
    log(`starting ${peerName}`);
    const peer = await JsonLinesPeer.start(peerName, command, args);
    peers.push(peer);
    return peer;
  };
  try {
    const bertkit = await start('bertkit', process.execPath, [entry, ours]);
    const huggingface = await start('huggingface', python, [script, theirs('huggingface')]);
    const masked = await start('masked', python, [script, theirs('masked')]);

    const { threads } = settings;
    await using matMul = await createMatMulRate({ m: 4096, k: 256, n: 1024, threads });
    const seconds = await contest(
      {
        bertkit: () => bertkit.ask('step', 'seconds'),
        huggingface: () => huggingface.ask('step', 'seconds'),
        masked: () => masked.ask('step', 'seconds'),
        matMul: () => matMul.run(),
      },
      { warmups, runs, log },
    );
    const megabytes = async (peer: JsonLinesPeer) => [(await peer.ask('memory', 'peakBytes')) / 1e6];
    const memory = {
      bertkit: await megabytes(bertkit),
      huggingface: await megabytes(huggingface),
      masked: await megabytes(masked),
    };
    const rate = gigaflops(trainingFlops(settings), seconds.bertkit);
    const matMulRate = gigaflops(matMul.flops, seconds.matMul);

    return {
      versions: Object.assign({}, ...peers.map(({ versions }) => versions)),
      results: [
        summarize('bertkit', 's', seconds.bertkit),
        summarize('huggingface', 's', seconds.huggingface),
        summarize('masked', 's', seconds.masked),
        summarize("products in bertkit's step", 'GFLOP/s', rate),
        summarize('MatMul 4096 × 256 × 1024', 'GFLOP/s', matMulRate),
        summarize('bertkit peak memory', 'MB', memory.bertkit),
        summarize('huggingface peak memory', 'MB', memory.huggingface),
        summarize('masked peak memory', 'MB', memory.masked),
      ],
      ratios: {
        'huggingface/bertkit': pairedRatio(seconds.huggingface, seconds.bertkit),
        'masked/bertkit': pairedRatio(seconds.masked, seconds.bertkit),
        "products in bertkit's step/MatMul": pairedRatio(rate, matMulRate),
        'huggingface/bertkit peak memory': pairedRatio(memory.huggingface, memory.bertkit),
        'masked/bertkit peak memory': pairedRatio(memory.masked, memory.bertkit),
      },
    };
  } finally {
    await Promise.all(peers.map((peer) => peer.dispose()));
  }
}

/** Where the time of our graph goes. */
export async function profile({ runs, log }: BenchmarkOptions): Promise<Findings> {
  const traces = await profileSession(async () => {
    await using training = await createTrainingStep(settings);
    for (let i = 0; i < warmups + runs; i++) {
      log(`step ${i + 1} of ${warmups + runs}`);
      await training.step();
    }
  });
  const timed = traces.slice(warmups);
  const flops = timed.map(runFlops);
  return {
    versions: { 'onnxruntime-node': ort.env.versions.node ?? 'unknown' },
    results: summarizeTraces(timed),
    // 1 if trainingFlops, which the comparison's rate rests on, counts what the graph does.
    ratios: {
      "products in bertkit's step/formula": pairedRatio(
        flops,
        flops.map(() => trainingFlops(settings)),
      ),
    },
  };
}

function gigaflops(flops: number, seconds: readonly number[]): number[] {
  return seconds.map((value) => flops / value / 1e9);
}
