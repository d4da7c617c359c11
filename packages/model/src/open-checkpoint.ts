import type { Files } from '@bertkit/runtime';
import type { Checkpoint, StoredTensor } from './checkpoint.js';
import { findWeights, type WeightsForm } from './checkpoint-files.js';
import { readShards } from './checkpoint-shards.js';
import { readSafetensorsHeader } from './safetensors.js';

/**
 * Finds the tensors of a directory: in `model.safetensors`, in its shards, in `pytorch_model.bin` or in its shards,
 * whichever of these is there first. Only what the files say of themselves is read and checked.
 *
 * @throws {CheckpointFilesError} there is none of them
 * @throws {ShardsError} an index and its shards do not agree
 * @throws {SafetensorsError} a safetensors file breaks the format
 * @throws {PyTorchFileError} a `.bin` file is no state dict, or asks for more than tensors
 */
export async function openCheckpoint(files: Files): Promise<Checkpoint> {
  const form = await findWeights(files);
  const read = readers[form.kind];
  const tensors = form.isSharded
    ? await readShards(files, form, (file) => read(files, file))
    : await read(files, form.file);
  return { where: `${form.file} in ${files.location}`, tensors };
}

const readers: Record<WeightsForm['kind'], (files: Files, file: string) => Promise<ReadonlyMap<string, StoredTensor>>> =
  {
    safetensors: async (files, file) => (await readSafetensorsHeader(files, file)).tensors,
    pytorch: async (files, file) => {
      // On demand, so that a page which reads safetensors does not carry it.
      const { readPyTorchFile } = await import('./pytorch/read-pytorch-file.js');
      return readPyTorchFile(files, file);
    },
  };
