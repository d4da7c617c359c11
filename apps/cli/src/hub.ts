import { pullModel, type Snapshot } from '@bertkit/hub';
import { createNodeCache } from '@bertkit/runtime-node';
import type { Command } from 'commander';
import { pullDisplay } from './display/pull-display.js';
import type { Output } from './terminal.js';

/** What the options of {@link hubOptions} say. */
export interface HubFlags {
  readonly revision?: string | undefined;
  readonly offline?: true | undefined;
}

/** Adds the options of models that are named by id. */
export function hubOptions(command: Command): Command {
  return command
    .option('--revision <revision>', 'of a model named by id: a branch, a tag or a commit (default: main)')
    .option('--offline', 'take a model named by id from the cache, and fail where it lacks something');
}

/**
 * Brings a model into the user's cache, from where HF_ENDPOINT says and with the token of HF_TOKEN: the variables that
 * the tools of Hugging Face read.
 *
 * @param stderr  shows how it comes. Default: nothing is shown
 */
export async function pullFromHub(
  id: string,
  { revision, offline }: HubFlags,
  { stderr, signal }: { stderr: Output | undefined; signal?: AbortSignal },
): Promise<Snapshot> {
  const display = stderr && pullDisplay(stderr);
  try {
    return await pullModel(id, {
      cache: createNodeCache(),
      endpoint: environment('HF_ENDPOINT'),
      token: environment('HF_TOKEN'),
      revision,
      offline,
      onProgress: (event) => display?.show(event),
      signal,
    });
  } finally {
    display?.end();
  }
}

/** Set to nothing is not set; and a token read out of a file may bring its line end along. */
function environment(name: string): string | undefined {
  return process.env[name]?.trim() || undefined;
}
