import type { Files } from '@bertkit/runtime';
import { CheckpointFilesError } from './errors.js';

export const configFile = 'config.json';
export const weightsFile = 'model.safetensors';

/** A form that weights come in, and the file that shows it. */
export interface WeightsForm {
  /** The weights themselves, or the index of their shards. */
  readonly file: string;
  readonly kind: 'safetensors' | 'pytorch';
  readonly isSharded: boolean;
}

/** In the order in which transformers looks for them. */
const forms: readonly WeightsForm[] = [
  { file: weightsFile, kind: 'safetensors', isSharded: false },
  { file: 'model.safetensors.index.json', kind: 'safetensors', isSharded: true },
  { file: 'pytorch_model.bin', kind: 'pytorch', isSharded: false },
  { file: 'pytorch_model.bin.index.json', kind: 'pytorch', isSharded: true },
];

/** Weights for other programs, which bertkit does not read. */
const otherFiles = ['tf_model.h5', 'flax_model.msgpack', 'bert_model.ckpt.index', 'model.ckpt.index'];

/**
 * The weights of a checkpoint: the first form that is there, as transformers takes it.
 *
 * @throws {CheckpointFilesError} there is none that bertkit reads
 */
export async function findWeights(files: Files): Promise<WeightsForm> {
  for (const form of forms) {
    if ((await files.size(form.file)) !== undefined) return form;
  }
  const found = ', nor weights in shards or as pytorch_model.bin';
  for (const file of otherFiles) {
    if ((await files.size(file)) === undefined) continue;
    const other = `${found}, only ${file}, which bertkit does not read; save the model as safetensors with transformers`;
    throw new CheckpointFilesError({ location: files.location, file: weightsFile, found: other });
  }
  throw new CheckpointFilesError({ location: files.location, file: weightsFile, found });
}
