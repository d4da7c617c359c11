import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as ort from 'onnxruntime-node';
import type { BenchmarkFlag, BenchmarkOptions, Findings } from '../benchmark.js';
import { loadFindings, soakFindings } from '../memory/findings.js';
import { writeForms } from '../memory/forms.js';
import type { Form } from '../memory/limits.js';
import { type Loads, measureLoad, measureSoak, type Soak } from '../memory/measure.js';
import { chosenSizes, configOf, sizeNames, titleOf } from '../models/sizes.js';
import { pythonThatImports } from '../peers/python.js';

export const name = 'memory';
export const description = 'the memory of a process that loads a model, in every form of weights';
export const defaultRuns = 3;
export const flags: Readonly<Record<string, BenchmarkFlag>> = {
  sizes: { kind: 'names', names: sizeNames, description: 'of models. Default: minilm base large; with --soak: minilm' },
  threads: { kind: 'number', description: 'of each contestant. Default: 2' },
  soak: { kind: 'switch', description: 'instead: 10,000 runs of one session, and 100 models one after another' },
};

const forms: readonly Form[] = ['F32 safetensors', 'F16 safetensors', 'F32 in shards', 'F32 pytorch_model.bin'];
const soakForm: Form = 'F32 safetensors';
const kernelSets = ['fused', 'int8'] as const;
const soakCounts = { runCount: 10_000, earlyRunCount: 1000, cycleCount: 100 };

export async function run({ runs, given, log }: BenchmarkOptions): Promise<Findings> {
  const isSoak = given['soak'] !== undefined;
  const threads = Number(given['threads']?.[0] ?? 2);
  const python = await pythonThatImports(['torch', 'safetensors.torch']);
  const written = isSoak
    ? [soakForm]
    : forms.filter((form) => form !== 'F32 pytorch_model.bin' || python !== undefined);
  const loads: Loads[] = [];
  const soaks: Soak[] = [];
  const place = await mkdtemp(join(tmpdir(), 'bertkit-bench-'));
  try {
    for (const size of chosenSizes(given['sizes'], isSoak ? ['minilm'] : ['minilm', 'base', 'large'])) {
      const folder = join(place, size);
      await mkdir(folder);
      log(`${titleOf(size)}: making models of random weights`);
      const directories = await writeForms(folder, { config: configOf(size), python, forms: written });
      for (const [form, directory] of directories) {
        for (const kernels of kernelSets) {
          log(`${titleOf(size)}: ${form}, ${kernels}`);
          if (isSoak) soaks.push(await measureSoak(size, { directory, kernels, threads, ...soakCounts }));
          else loads.push({ size, form, kernels, answers: await inTurn(runs, { directory, kernels, threads }) });
        }
      }
      await rm(folder, { recursive: true }); // gigabytes
    }
  } finally {
    await rm(place, { recursive: true });
  }
  return {
    versions: { 'onnxruntime-node': ort.env.versions.node ?? 'unknown' },
    notes:
      isSoak || python !== undefined ? [] : ['Left out, as there is no Python that has torch: F32 pytorch_model.bin.'],
    ...(isSoak ? soakFindings(soaks) : loadFindings(loads)),
  };
}

async function inTurn(runs: number, settings: Parameters<typeof measureLoad>[0]): Promise<Loads['answers']> {
  const answers: Loads['answers'][number][] = [];
  for (let i = 0; i < runs; i++) answers.push(await measureLoad(settings));
  return answers;
}
