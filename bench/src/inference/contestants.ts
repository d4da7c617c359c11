import { fileURLToPath } from 'node:url';
import { pythonEnvironment } from '../peers/python.js';
import type { Contestant } from '../turns.js';
import type { ExportName, PreparedModel } from './models.js';
import {
  blockRequest,
  type Dtype,
  type EncoderSettings,
  type PipelineSettings,
  passRequest,
  sentencesRequest,
  textRequest,
} from './settings.js';

/** What users choose between. One may take part in several forms, the best of which is the one that counts. */
export type Family =
  | 'bertkit fp32'
  | 'bertkit int8'
  | 'transformers.js fp32'
  | 'transformers.js q8'
  | 'PyTorch'
  | 'sentence-transformers';

export interface Entrant extends Contestant {
  readonly family: Family;
}

export interface PipelineEntrant extends Entrant {
  /** The path that it writes its vectors to. */
  readonly vectors: string;
}

export interface EntrantsOptions {
  readonly model: PreparedModel;
  readonly threads: number;
  /** The path of the Python of the peers. Default: these do not take part. */
  readonly python: string | undefined;
  /** The path of what all work on: sentences, or ready batches. */
  readonly input: string;
}

export interface PipelineOptions extends EntrantsOptions {
  /** Whether all sentences are asked for, and not single texts alone. */
  readonly passes: boolean;
  /** Single texts, by how many tokens they have. */
  readonly texts: Readonly<Record<number, string>>;
}

/** Of passes over all sentences, for those who make batches as they are told. */
export const batchSizes: readonly number[] = [1, 8, 32];

/** All who make vectors of texts. */
export function pipelineEntrants(options: PipelineOptions): PipelineEntrant[] {
  const { model, threads, python, input: sentences, passes, texts } = options;
  const { pooling, normalize } = model;
  const textRequests = Object.keys(texts).map((tokens) => textRequest(Number(tokens)));
  return formsOf(model, python).map(({ name, family, dtype, directory, program, variant }) => {
    const isOurs = program === 'bertkit';
    const passRequests = isOurs ? [passRequest(undefined)] : batchSizes.map(passRequest);
    const vectors = `${sentences}.${name.replaceAll(/\W+/g, '-')}.f32`;
    const settings: PipelineSettings = {
      directory,
      dtype,
      threads,
      sentences,
      batchSizes: isOurs ? [] : batchSizes,
      texts,
      pooling,
      normalize,
      vectors,
    };
    return {
      name,
      family,
      vectors,
      ...processOf(program, 'pipeline', { ...settings, variant }, { threads, python }),
      requests: [...(passes ? passRequests : []), ...textRequests],
    };
  });
}

/** All who run the encoder on ready batches. */
export function encoderEntrants({ model, threads, python, input: batches }: EntrantsOptions): Entrant[] {
  return formsOf(model, python)
    .filter(({ family }) => family !== 'sentence-transformers') // its encoder is that of transformers
    .map(({ name, family, dtype, directory, program }) => {
      const settings: EncoderSettings = { directory, dtype, threads, batches };
      const process = processOf(program, 'encoder', settings, { threads, python });
      return { name, family, ...process, requests: [sentencesRequest, blockRequest] };
    });
}

interface Form {
  readonly name: string;
  readonly family: Family;
  readonly dtype: Dtype;
  readonly directory: string;
  readonly program: Program;
  /** For programs that hold several. */
  readonly variant?: 'transformers' | 'sentence-transformers';
}

type Program = 'bertkit' | 'transformers-js' | 'pytorch';

function formsOf({ directory, exports }: PreparedModel, python: string | undefined): Form[] {
  const ofTransformersJs = (dtype: Dtype, family: Family) =>
    exports.map(({ name, directory }): Form => {
      return { name: `${family}, ${exportTitles[name]}`, family, dtype, directory, program: 'transformers-js' };
    });
  const ofPython: Form[] = [
    { name: 'PyTorch', family: 'PyTorch', dtype: 'fp32', directory, program: 'pytorch', variant: 'transformers' },
    {
      name: 'sentence-transformers',
      family: 'sentence-transformers',
      dtype: 'fp32',
      directory,
      program: 'pytorch',
      variant: 'sentence-transformers',
    },
  ];
  return [
    { name: 'bertkit fp32', family: 'bertkit fp32', dtype: 'fp32', directory, program: 'bertkit' },
    { name: 'bertkit int8', family: 'bertkit int8', dtype: 'int8', directory, program: 'bertkit' },
    ...ofTransformersJs('fp32', 'transformers.js fp32'),
    ...ofTransformersJs('int8', 'transformers.js q8'),
    ...(python === undefined ? [] : ofPython),
  ];
}

const exportTitles: Readonly<Record<ExportName, string>> = {
  fused: 'our export',
  standard: 'our standard export',
  PyTorch: "PyTorch's export",
};

function processOf(
  program: Program,
  work: 'pipeline' | 'encoder',
  settings: object,
  { threads, python }: { threads: number; python: string | undefined },
): Pick<Contestant, 'command' | 'args' | 'environment'> {
  const json = JSON.stringify(settings);
  if (program === 'pytorch') {
    const script = fileURLToPath(new URL(`../../peers/pytorch_${work}.py`, import.meta.url));
    return { command: python ?? 'python3', args: [script, json], environment: pythonEnvironment(threads) };
  }
  const entry = fileURLToPath(new URL(`../peers/${program}-${work}.js`, import.meta.url));
  return { command: process.execPath, args: [entry, json] };
}
