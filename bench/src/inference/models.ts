import { cp } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encoderHead, exportModel, loadSentenceSettings } from '@bertkit/heads';
import { type BertConfig, loadConfig } from '@bertkit/model';
import { createNodeFiles } from '@bertkit/runtime-node';
import { UsageError } from '../errors.js';
import { writeRandomModel } from '../models/random-model.js';
import { configOf, type SizeName, titleOf } from '../models/sizes.js';
import { JsonLinesPeer } from '../peers/json-lines-peer.js';
import { pythonEnvironment } from '../peers/python.js';
import { linearFlops } from './flops.js';

/** A sentence model, and the forms of it that transformers.js can load. */
export interface PreparedModel {
  /** As sentence-transformers keeps it. */
  readonly directory: string;
  readonly config: BertConfig;
  readonly pooling: 'mean' | 'cls';
  readonly normalize: boolean;
  readonly exports: readonly OnnxExport[];
}

/** A directory with `onnx/model.onnx` and `onnx/model_quantized.onnx`. */
export interface OnnxExport {
  readonly name: ExportName;
  readonly directory: string;
}

/** Who made it: bertkit, of fused or of standard operators, or PyTorch, as those on the hub were made. */
export type ExportName = 'fused' | 'standard' | 'PyTorch';

export interface PrepareOptions {
  readonly size: SizeName;
  /** The directory of a model that has learnt. Default: one with random weights is made. */
  readonly model: string | undefined;
  readonly vocabulary: readonly string[];
  /** Those to make, one of bertkit's first; `PyTorch` needs `python`. */
  readonly exports: readonly ExportName[];
  /** The path of a Python that has torch, transformers, onnx and onnxruntime. */
  readonly python: string | undefined;
  readonly threads: number;
  /** Where all that is made goes. */
  readonly directory: string;
  readonly log: (message: string) => void;
}

/**
 * Makes what the contestants load.
 *
 * @throws {UsageError} the model given is of another size, or pools in a way that not all contestants know
 */
export async function prepareModel(options: PrepareOptions): Promise<PreparedModel> {
  const { size, vocabulary, directory: place, log } = options;
  let directory = options.model;
  if (directory === undefined) {
    directory = join(place, 'model');
    log('making a model of random weights');
    await writeRandomModel(directory, { config: configOf(size, vocabulary.length), vocabulary });
  }
  const config = await loadConfig(createNodeFiles(directory));
  if (linearFlops(config, 1) !== linearFlops(configOf(size), 1)) {
    throw new UsageError(`The model in ${directory} is not of the size of ${titleOf(size)}.`);
  }
  const pooling = await poolingOf(directory);
  const exports: OnnxExport[] = [];
  for (const name of options.exports) {
    log(`exporting it: ${name}`);
    const out = join(place, name.toLowerCase());
    if (name === 'PyTorch') await exportByPyTorch(directory, out, exports[0]?.directory ?? directory, options);
    else await exportByBertkit(directory, out, name);
    exports.push({ name, directory: out });
  }
  return { directory, config, ...pooling, exports };
}

async function exportByBertkit(directory: string, out: string, ops: 'fused' | 'standard'): Promise<void> {
  const head = encoderHead({ pooler: false });
  for (const dtype of ['fp32', 'int8'] as const) {
    await exportModel(createNodeFiles(directory), createNodeFiles(out), { head, dtype, ops });
  }
}

/** @param besides  an export of bertkit's: what stands beside the model is the same */
async function exportByPyTorch(directory: string, out: string, besides: string, { python, threads }: PrepareOptions) {
  await cp(besides, out, { recursive: true, filter: (path) => basename(path) !== 'onnx' });
  const script = fileURLToPath(new URL('../../peers/torch_export.py', import.meta.url));
  const args = [script, JSON.stringify({ directory, out })];
  const peer = await JsonLinesPeer.start("PyTorch's export", python ?? 'python3', args, pythonEnvironment(threads));
  await peer.dispose();
}

/** Of the ways to pool, those that all contestants have. */
async function poolingOf(directory: string): Promise<Pick<PreparedModel, 'pooling' | 'normalize'>> {
  const { pooling, normalize } = await loadSentenceSettings(createNodeFiles(directory));
  const [only, ...others] = pooling;
  if ((only === 'mean' || only === 'cls') && others.length === 0) return { pooling: only, normalize };
  throw new UsageError(
    `${directory} pools by ${pooling.join(' and ')}, but only mean or cls are known to all who are compared.`,
  );
}
