import type { Files } from '@bertkit/runtime';
import { CheckpointFilesError } from './errors.js';

export const configFile = 'config.json';
export const weightsFile = 'model.safetensors';

/** Forms of weights that other programs write and bertkit does not read. */
const otherForms = ['model.safetensors.index.json', 'pytorch_model.bin', 'pytorch_model.bin.index.json'];

/**
 * The file that holds the weights of a checkpoint.
 *
 * @throws {CheckpointFilesError} there is none that bertkit reads
 */
export async function findWeights(files: Files): Promise<string> {
  if ((await files.size(weightsFile)) !== undefined) return weightsFile;
  for (const form of otherForms) {
    if ((await files.size(form)) !== undefined) {
      const found = `, only ${form}, which bertkit does not read; save the model as one safetensors file`;
      throw new CheckpointFilesError({ location: files.location, file: weightsFile, found });
    }
  }
  throw new CheckpointFilesError({ location: files.location, file: weightsFile });
}
