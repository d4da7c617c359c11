import { fileURLToPath } from 'node:url';
import { modelUrl } from '@bertkit/model-box';
import type { Files } from '@bertkit/runtime';
import { createNodeFiles } from '@bertkit/runtime-node';
import { checkModelDirectory } from './directories.js';

/** For `--model`: what it is by default, in words. */
export const boxedModel = 'the small model that comes with bertkit';

/** The files of a model: those of a directory, by default of the model that comes with bertkit. */
export async function openModel(directory = fileURLToPath(modelUrl)): Promise<Files> {
  await checkModelDirectory(directory);
  return createNodeFiles(directory);
}
