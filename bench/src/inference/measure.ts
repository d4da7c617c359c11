import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BertConfig } from '@bertkit/model';
import { type SizeName, titleOf } from '../models/sizes.js';
import { linesFile } from '../text/files.js';
import { type Contestant, type Timing, takeTurns } from '../turns.js';
import { type Entrant, encoderEntrants, type Family, pipelineEntrants } from './contestants.js';
import { blockShape, type Corpus } from './corpus.js';
import { type GemmSettings, gemmSettings } from './gemm.js';
import { type ExportName, prepareModel } from './models.js';
import { blockRequest, vectorsRequest } from './settings.js';
import { type Agreement, compareVectors, type Vectors } from './vectors.js';

/** All that was measured of models of one size. */
export interface Measurements {
  readonly size: SizeName;
  /** For people. */
  readonly title: string;
  readonly config: BertConfig;
  readonly families: ReadonlyMap<string, Family>;
  /** From text to vectors. */
  readonly pipeline: readonly Timing[];
  /** Of the vectors that came out, with those of bertkit in float32. */
  readonly agreements: ReadonlyMap<string, Agreement>;
  /** The model alone; empty where only single texts were asked for. */
  readonly encoder: readonly Timing[];
  /** The yardstick of the model alone. */
  readonly gemm: GemmSettings & { readonly seconds: readonly number[] };
  readonly versions: Readonly<Record<string, string>>;
}

export interface MeasureOptions {
  readonly corpus: Corpus;
  /** The directory of a model of this size. Default: one with random weights. */
  readonly model: string | undefined;
  /** The path of the peers' Python. Default: these do not take part. */
  readonly python: string | undefined;
  /** Whether this Python can write ONNX files. */
  readonly canExport: boolean;
  readonly threads: number;
  readonly runs: number;
  /** Where all that is made goes. */
  readonly directory: string;
  readonly log: (message: string) => void;
}

/** Of a large model, one sentence of 32 tokens is enough to know. */
const largeTexts = [32];
const largeCheck = 8;

/** What the vectors of all others are compared with. */
const reference: Family = 'bertkit fp32';

/** Measures all contestants on models of one size: from text to vectors, then the model alone. */
export async function measureSize(size: SizeName, options: MeasureOptions): Promise<Measurements> {
  const { corpus, threads, python, directory, runs } = options;
  const log = (message: string) => options.log(`${titleOf(size)}: ${message}`);
  const isLarge = size === 'large';
  const exports = exportsOf(size, options.canExport);
  const { vocabulary } = corpus;
  const model = await prepareModel({ ...options, size, vocabulary, exports, log });

  const sentences = isLarge ? corpus.sentences.slice(0, largeCheck) : corpus.sentences;
  const texts = Object.entries(corpus.texts).filter(([tokens]) => !isLarge || largeTexts.includes(Number(tokens)));
  const input = join(directory, 'sentences.txt');
  await writeFile(input, linesFile(sentences));
  const vectors = new Map<string, Vectors>();
  const entrants = pipelineEntrants({
    model,
    threads,
    python,
    input,
    passes: !isLarge,
    texts: Object.fromEntries(texts),
  });
  const pipeline = await takeTurns(entrants, {
    runs,
    log,
    async afterwards({ name, vectors: path }, peer) {
      const dimension = await peer.ask(vectorsRequest, 'dimension');
      vectors.set(name, { dimension, values: await readVectors(path) });
    },
  });

  const batches = join(directory, 'batches.json');
  await writeFile(batches, JSON.stringify(corpus.batches));
  const { config } = model;
  const gemm = gemmSettings(config, blockShape[0] * blockShape[1], threads);
  const runners = isLarge ? [] : encoderEntrants({ model, threads, python, input: batches });
  const encoder = isLarge
    ? { timings: [], versions: {} }
    : await takeTurns([...runners, gemmContestant(gemm)], { runs, log });

  return {
    size,
    title: titleOf(size),
    config,
    families: familiesOf([...entrants, ...runners]),
    pipeline: pipeline.timings,
    agreements: agreementsOf(vectors),
    encoder: encoder.timings.filter(({ contestant }) => contestant !== gemmName),
    gemm: { ...gemm, seconds: encoder.timings.find(({ contestant }) => contestant === gemmName)?.seconds ?? [] },
    versions: { ...pipeline.versions, ...encoder.versions },
  };
}

function exportsOf(size: SizeName, canExport: boolean): ExportName[] {
  if (size === 'large') return ['fused'];
  return canExport ? ['fused', 'standard', 'PyTorch'] : ['fused', 'standard'];
}

const gemmName = 'Gemm';

function gemmContestant(settings: GemmSettings): Contestant {
  const entry = fileURLToPath(new URL('../peers/gemm.js', import.meta.url));
  return {
    name: gemmName,
    command: process.execPath,
    args: [entry, JSON.stringify(settings)],
    requests: [blockRequest],
  };
}

function familiesOf(entrants: readonly Entrant[]): Map<string, Family> {
  return new Map(entrants.map(({ name, family }) => [name, family]));
}

async function readVectors(path: string): Promise<Float32Array> {
  const bytes = new Uint8Array(await readFile(path)); // a copy, which begins where floats may
  return new Float32Array(bytes.buffer);
}

function agreementsOf(vectors: ReadonlyMap<string, Vectors>): Map<string, Agreement> {
  const expected = vectors.get(reference);
  if (expected === undefined) throw new Error(`internal: ${reference} gave no vectors.`);
  return new Map([...vectors].map(([name, values]) => [name, compareVectors(expected, values)]));
}
