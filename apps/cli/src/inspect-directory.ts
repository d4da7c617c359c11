import { type BertConfig, groupParameters, loadConfig, parameterCount, readSafetensorsHeader } from '@bertkit/model';
import type { FileEntry, Files } from '@bertkit/runtime';
import { createNodeFiles } from '@bertkit/runtime-node';
import { loadTokenizer } from '@bertkit/tokenizer';
import { checkpointFile, openCheckpoint } from '@bertkit/training';
import { checkModelDirectory } from './directories.js';
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
export async function inspectDirectory(directory: string): Promise<Inspection> {
  await checkModelDirectory(directory);
  const files = createNodeFiles(directory);
  const [config, weights, vocabulary, checkpoint] = await Promise.all(
    ['config.json', 'model.safetensors', 'vocab.txt', checkpointFile].map((name) => has(files, name)),
  );
  if (!(config || weights || vocabulary || checkpoint)) {
    const names = `config.json, model.safetensors, vocab.txt or ${checkpointFile}`;
    throw new InputError(`${directory} holds no model: it has no ${names}.`);
  }
  return {
    directory,
    config: config ? await loadConfig(files) : null,
    parameters: weights ? await inspectParameters(files) : null,
    vocabulary: vocabulary ? await inspectVocabulary(files) : null,
    files: await files.list(),
    run: checkpoint ? { step: (await openCheckpoint(files)).state.step } : null,
  };
}

async function has(files: Files, name: string): Promise<boolean> {
  return (await files.size(name)) !== undefined;
}

async function inspectParameters(files: Files): Promise<Inspection['parameters']> {
  const { tensors } = await readSafetensorsHeader(files, 'model.safetensors');
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
