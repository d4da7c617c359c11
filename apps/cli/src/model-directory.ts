import { fileURLToPath } from 'node:url';
import { EndpointError, HubOfflineError, isModelId, ModelAccessError, ModelNotFoundError } from '@bertkit/hub';
import { modelUrl } from '@bertkit/model-box';
import type { Files } from '@bertkit/runtime';
import { createNodeFiles } from '@bertkit/runtime-node';
import { checkModelDirectory, isModelDirectory } from './directories.js';
import { InputError } from './errors.js';
import { type HubFlags, pullFromHub } from './hub.js';
import type { Terminal } from './terminal.js';

/** For `--model`: what it is by default, in words. */
export const boxedModel = 'the small model that comes with bertkit';

/**
 * The files of a model: of a directory, or else of the model with that id, which is fetched where the cache lacks it.
 *
 * @param source    what `--model` says. Default: the model that comes with bertkit
 * @param terminal  shows what is fetched. Default: nothing is shown
 */
export async function openModel(source?: string, flags: HubFlags = {}, terminal?: Terminal): Promise<Files> {
  const directory = source ?? fileURLToPath(modelUrl);
  if (isModelId(directory) && !(await isModelDirectory(directory))) return openById(directory, flags, terminal);
  await checkModelDirectory(directory);
  if (flags.revision !== undefined)
    throw new InputError(`--revision is ${flags.revision}, but ${source ?? boxedModel} is not a model named by id.`);
  return createNodeFiles(directory);
}

async function openById(id: string, flags: HubFlags, terminal: Terminal | undefined): Promise<Files> {
  try {
    const { files } = await pullFromHub(id, flags, { stderr: terminal?.stderr });
    return files;
  } catch (cause) {
    if (!isWithoutModel(cause)) throw cause;
    throw new InputError(`There is no directory ${id}, nor could it be had as the id of a model: ${cause.message}`, {
      cause,
    });
  }
}

/** Whether the reason may be that a directory was meant. */
function isWithoutModel(error: unknown): error is Error {
  return [ModelNotFoundError, ModelAccessError, EndpointError, HubOfflineError].some((kind) => error instanceof kind);
}
