import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchmarkFlag, BenchmarkOptions, Findings } from '../benchmark.js';
import { corpusFlags, prepareCorpus } from '../inference/corpus.js';
import { findingsOf } from '../inference/findings.js';
import { type Measurements, measureSize } from '../inference/measure.js';
import { chosenSizes, sizeNames, titleOf } from '../models/sizes.js';
import { findPython, pythonThatImports } from '../peers/python.js';

export const name = 'inference';
export const description =
  'texts to vectors, and the model alone: bertkit in fp32 and int8 against transformers.js, PyTorch and sentence-transformers';
export const defaultRuns = 5;
export const flags: Readonly<Record<string, BenchmarkFlag>> = {
  ...corpusFlags,
  sizes: { kind: 'names', names: sizeNames, description: 'of models. Default: minilm base large' },
  threads: { kind: 'number', description: 'of each contestant. Default: 2' },
  'without-python': { kind: 'switch', description: 'leaves PyTorch and sentence-transformers out' },
};

const packages = [
  'torch==2.13.0',
  'transformers==5.23.0',
  'sentence-transformers==6.2.0',
  'onnx==1.23.2',
  'onnxruntime==1.31.1',
];
const notes = {
  generated:
    'Generated text shows that all of it works. For figures to quote give real text: --text, --vocab or --model.',
  noPython: 'Left out, as --without-python says: PyTorch, sentence-transformers, and 8-bit weights as on the hub.',
  noExport:
    "Left out, as this Python has no onnx or onnxruntime: PyTorch's export, and its 8-bit weights as on the hub.",
};

export async function run({ runs, given, log }: BenchmarkOptions): Promise<Findings> {
  const hasPython = given['without-python'] === undefined;
  const python = hasPython ? await findPython({ packages, log }) : undefined;
  const exporter = hasPython ? await pythonThatImports(['onnx', 'onnxruntime.quantization']) : undefined;
  log('preparing the sentences');
  const corpus = await prepareCorpus(given);
  const place = await mkdtemp(join(tmpdir(), 'bertkit-bench-'));
  const measurements: Measurements[] = [];
  try {
    for (const size of chosenSizes(given['sizes'], ['minilm', 'base', 'large'])) {
      const directory = join(place, size);
      await mkdir(directory);
      const options = { corpus, python, canExport: exporter !== undefined, runs, directory, log };
      const model = size === 'minilm' ? given['model']?.[0] : undefined;
      measurements.push(await measureSize(size, { ...options, model, threads: Number(given['threads']?.[0] ?? 2) }));
      await rm(directory, { recursive: true }); // gigabytes
    }
  } finally {
    await rm(place, { recursive: true });
  }
  const { tokenCount, sentences } = corpus;
  return {
    versions: Object.assign({}, ...measurements.map(({ versions }) => versions)),
    notes: [
      `${corpus.description} (${tokenCount} in all); ${weightsOf(given['model']?.[0])}; the peers take them in the order of the text`,
      ...(given['text'] === undefined ? [notes.generated] : []),
      ...(hasPython ? [] : [notes.noPython]),
      ...(hasPython && exporter === undefined ? [notes.noExport] : []),
    ],
    ...findingsOf(measurements, { sentenceCount: sentences.length }),
  };
}

function weightsOf(model: string | undefined): string {
  return model === undefined ? 'random weights' : `${titleOf('minilm')} is ${model}, all else has random weights`;
}
