import { inputsOf, serializeChunks } from '@bertkit/graph';
import {
  type BertConfig,
  findParameters,
  inlineWeights,
  int8Kernels,
  loadConfig,
  lookUp,
  parameterInputs,
} from '@bertkit/model';
import type { FileEntry, Files } from '@bertkit/runtime';
import { ExportError } from './errors.js';
import { choicesAside, choicesInputs } from './exported-choices.js';
import { filesBesideModel } from './exported-files.js';
import type { Head } from './head.js';
import { exportedInputs } from './inputs.js';
import { kernelSets, type MakeKernels, modelGraph } from './model-graph.js';

export interface ExportModelOptions {
  /** What comes out of the model. */
  head: Head;
  /** `int8`: quantised weights, a quarter of the size, numbers a little off. Default: `fp32`. */
  dtype?: 'fp32' | 'int8' | undefined;
  /**
   * `fused`: with the operators that ONNX Runtime adds to ONNX's, `com.microsoft`, which are faster there. `standard`:
   * ONNX's alone, for any engine. Default: `fused`.
   */
  ops?: 'fused' | 'standard' | undefined;
  /** Whether files that are there already, with other contents, are replaced. Default: false, which is an error. */
  overwrite?: boolean | undefined;
  /** Stops before the next weight; the model is then not written. */
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: ExportProgress) => void) | undefined;
}

/** How far the model has been written. */
export interface ExportProgress {
  readonly file: string;
  /** Bytes of weights that have been read, made and written. */
  readonly doneBytes: number;
  readonly totalBytes: number;
}

export interface ExportedModel {
  readonly config: BertConfig;
  /** The files that make the model: those just written, and those that were there with the same contents. */
  readonly files: readonly FileEntry[];
  /** Tensors of the checkpoint that the head does not use. */
  readonly unexpected: readonly string[];
}

/** Where transformers.js, optimum and sentence-transformers look for models of each dtype. */
const modelFiles = { fp32: 'onnx/model.onnx', int8: 'onnx/model_quantized.onnx' } as const;

/**
 * Writes a model as ONNX with all files around it, so that transformers.js loads the directory as it is, and any ONNX
 * Runtime the model: opset 18, weights inside.
 *
 * Inputs are int64 `input_ids`, `attention_mask` and `token_type_ids`, [batch, sequence], of multiple choice [batch,
 * choices, sequence]; a head may add one of its own. Outputs are the head's. Both have the names of Hugging Face.
 * Beside the model go `config.json`, the tokenizer's files, of which what is missing is made, and those of
 * sentence-transformers. Weights are read one by one.
 *
 * @param files  of a checkpoint, in any form
 * @param out    may be the same directory
 * @throws {ExportError} a file is there already, with other contents
 * @throws {GraphError} the model has 2 GiB or more, which no ONNX file may
 * @throws the reason of `signal`
 * @throws as `loadModel` for the checkpoint, `loadTokenizer` for the tokenizer; nothing has been written then
 */
export async function exportModel(
  files: Files,
  out: Files,
  { head, dtype = 'fp32', ops = 'fused', overwrite = false, signal, onProgress }: ExportModelOptions,
): Promise<ExportedModel> {
  const stored = await loadConfig(files);
  const found = await findParameters(files, stored, head.parameters(stored));
  const { config, unexpected } = found;
  const isChosenFrom = head.architecture === 'BertForMultipleChoice';
  const outputs = modelGraph(isChosenFrom ? choicesAside(head) : head, {
    config,
    parameters: lookUp(parameterInputs(head.parameters(config))),
    makeKernels: exportedKernels(dtype, ops),
    inputs: isChosenFrom ? choicesInputs() : exportedInputs(),
  });
  const weights = inlineWeights(files, found, inputsOf(Object.values(outputs)));
  const chunks = serializeChunks(outputs, { initializers: weights });
  const totalBytes = [...weights.values()].reduce((sum, { byteLength }) => sum + byteLength, 0);
  const file = modelFiles[dtype];

  const beside = await filesBesideModel(files, { config, architecture: head.architecture });
  const missing = await filesToWrite(out, beside, overwrite);
  if (!overwrite && (await out.size(file)) !== undefined) throw existing(out, [file]);

  async function* watched(): AsyncGenerator<Uint8Array, void, void> {
    let doneBytes = 0;
    for await (const chunk of chunks) {
      signal?.throwIfAborted();
      yield chunk;
      doneBytes = Math.min(doneBytes + chunk.length, totalBytes); // the graph around them weighs next to nothing
      onProgress?.({ file, doneBytes, totalBytes });
    }
  }
  await out.write(file, watched()).catch((error: unknown) => {
    signal?.throwIfAborted(); // the reason, not that a file could not be written
    throw error;
  });
  for (const [name, content] of missing) await out.write(name, content);
  const names = [file, ...beside.keys()];
  const sizes = await Promise.all(names.map((name) => out.size(name)));
  return { config, unexpected, files: names.map((name, i) => ({ name, size: sizes[i] ?? 0 })) };
}

function exportedKernels(dtype: 'fp32' | 'int8', ops: 'fused' | 'standard'): MakeKernels {
  const plain = kernelSets[ops === 'fused' ? 'fused' : 'differentiable'];
  return dtype === 'int8' ? (options) => int8Kernels(plain(options)) : plain;
}

/** Of the small files, those that are not there yet with the same contents. */
async function filesToWrite(
  out: Files,
  contents: ReadonlyMap<string, Uint8Array>,
  overwrite: boolean,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const missing = new Map<string, Uint8Array>();
  const different: string[] = [];
  for (const [name, content] of contents) {
    const size = await out.size(name);
    if (size === content.length && isSame(await out.read(name), content)) continue;
    if (size !== undefined) different.push(name);
    missing.set(name, content);
  }
  if (!overwrite && different.length > 0) throw existing(out, different);
  return missing;
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

function existing({ location }: Files, names: readonly string[]): ExportError {
  return new ExportError(`${location} has ${names.join(', ')} already: write elsewhere, or replace by overwrite.`);
}
