import {
  type BertConfig,
  CheckpointFilesError,
  groupParameters,
  loadConfig,
  openCheckpoint,
  parameterCount,
} from '@bertkit/model';
import type { FileEntry, Files } from '@bertkit/runtime';
import { loadTokenizer } from '@bertkit/tokenizer';
import { checkpointFile, openRun } from '@bertkit/training';
import { InputError } from './errors.js';

/** What there is in a directory; null for what is not there. */
export interface Inspection {
  readonly directory: string;
  readonly config: BertConfig | null;
  readonly parameters: {
    readonly total: number;
    /** As safetensors spells them: `F32`, `F16`, … */
    readonly dtypes: readonly string[];
    readonly parts: readonly { readonly name: string; readonly count: number }[];
  } | null;
  readonly vocabulary: { readonly pieces: number; readonly lowercase: boolean; readonly continuing: number } | null;
  readonly files: readonly FileEntry[];
  /** A training run that can be resumed, and how many updates it has made. */
  readonly run: { readonly step: number } | null;
}

/** Looks into a directory; only headers are read of the large files. */
export async function inspectDirectory(files: Files): Promise<Inspection> {
  const [config, vocabulary, tokenizer, run] = await Promise.all(
    ['config.json', 'vocab.txt', 'tokenizer.json', checkpointFile].map((name) => has(files, name)),
  );
  const parameters = await inspectParameters(files);
  if (!(config || parameters || vocabulary || tokenizer || run)) {
    const names = `config.json, weights, vocab.txt, tokenizer.json or ${checkpointFile}`;
    throw new InputError(`${files.location} holds no model: it has no ${names}.`);
  }
  return {
    directory: files.location,
    config: config ? await loadConfig(files) : null,
    parameters,
    vocabulary: vocabulary || tokenizer ? await inspectVocabulary(files) : null,
    files: await files.list(),
    run: run ? { step: (await openRun(files)).state.step } : null,
  };
}

async function has(files: Files, name: string): Promise<boolean> {
  return (await files.size(name)) !== undefined;
}

async function inspectParameters(files: Files): Promise<Inspection['parameters']> {
  const checkpoint = await openCheckpoint(files).catch((error: unknown) => {
    if (error instanceof CheckpointFilesError) return undefined;
    throw error;
  });
  if (checkpoint === undefined) return null;
  const { tensors } = checkpoint;
  const parts = [...groupParameters(tensors.values())].map(([name, part]) => ({ name, count: parameterCount(part) }));
  const dtypes = [...new Set([...tensors.values()].map(({ dtype }) => dtype))];
  return { total: parameterCount(tensors.values()), dtypes, parts };
}

async function inspectVocabulary(files: Files): Promise<Inspection['vocabulary']> {
  const { definition, vocabularySize } = await loadTokenizer(files);
  const { vocabulary, continuingPrefix, normalizer } = definition;
  const continuing = vocabulary.filter((piece) => piece.startsWith(continuingPrefix)).length;
  const lowercase = normalizer.some((step) =>
    step.type === 'BertNormalizer' ? step.lowercase : step.type === 'Lowercase',
  );
  return { pieces: vocabularySize, lowercase, continuing };
}
