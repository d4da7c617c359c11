import {
  type FloatTensor,
  type Parameters,
  readSafetensorsHeader,
  readTensor,
  safetensorsChunks,
} from '@bertkit/model';
import type { Files } from '@bertkit/runtime';
import { CheckpointError, NoRunError } from './errors.js';
import type { Trainee } from './trainee.js';

/**
 * All of a run that is not a function of its settings, in one file, so that it is replaced whole or not at all: the
 * parameters, AdamW's moments, and as metadata the rest.
 */
export const checkpointFile = 'checkpoint.safetensors';

/** Where a run stands. Random numbers need no place here: each is a function of the seed and of these. */
export interface RunState {
  /** Updates made. */
  readonly step: number;
  /** The first instance that was not trained on. */
  readonly data: { readonly pass: number; readonly position: number };
  /** What the run was started with and must be resumed with, by name. */
  readonly settings: Readonly<Record<string, string | number>>;
}

const parts = { parameters: 'values', exp_avg: 'firstMoments', exp_avg_sq: 'secondMoments' } as const;
const metadataKey = 'bertkit_run';

/** Writes a run's checkpoint. The trainee must not go on until that is done. */
export async function saveRun(files: Files, { store }: Trainee, state: RunState): Promise<void> {
  const tensors = new Map<string, FloatTensor>();
  for (const [part, array] of Object.entries(parts)) {
    for (const [name, tensor] of store.views(store[array])) tensors.set(`${part}/${name}`, tensor);
  }
  await files.write(checkpointFile, safetensorsChunks(tensors, { metadata: { [metadataKey]: JSON.stringify(state) } }));
}

/** A run found: where it stands, and what puts its numbers in place. */
export interface SavedRun {
  readonly state: RunState;
  /** Reads parameters and moments into a trainee of the same config. */
  restore(trainee: Trainee): Promise<void>;
}

/**
 * Opens the run that has a checkpoint in a directory.
 *
 * @throws {NoRunError} there is none
 * @throws {CheckpointError} it is not one of ours, or lacks a tensor
 * @throws {SafetensorsError} it breaks the format: it was cut, or changed
 */
export async function openRun(files: Files): Promise<SavedRun> {
  if ((await files.size(checkpointFile)) === undefined)
    throw new NoRunError({ location: files.location, file: checkpointFile });
  const where = `${checkpointFile} in ${files.location}`;
  const { tensors, metadata } = await readSafetensorsHeader(files, checkpointFile);
  const state = parseState(metadata[metadataKey], where);
  return {
    state,
    async restore(trainee) {
      const { store } = trainee;
      for (const [part, array] of Object.entries(parts)) {
        const loaded = new Map<string, FloatTensor>();
        for (const [name, { shape }] of store.views(store[array])) {
          const entry = tensors.get(`${part}/${name}`);
          if (entry === undefined || entry.shape.join() !== shape.join()) {
            const found = entry === undefined ? 'missing' : `[${entry.shape.join(', ')}]`;
            throw new CheckpointError(
              `${part}/${name} is ${found} in ${where}, but the config asks for [${shape.join(', ')}].`,
            );
          }
          loaded.set(name, await readTensor(files, entry));
        }
        store.load(store[array], loaded satisfies Parameters);
      }
      trainee.step = state.step;
    },
  };
}

function parseState(json: string | undefined, where: string): RunState {
  try {
    const state = JSON.parse(json ?? '') as RunState; // checked below, field by field
    const isCount = (value: unknown) => Number.isSafeInteger(value) && Number(value) >= 0;
    if (
      isCount(state.step) &&
      isCount(state.data.pass) &&
      isCount(state.data.position) &&
      typeof state.settings === 'object'
    )
      return state;
  } catch {
    // not JSON, or a field is not there: the same fault
  }
  throw new CheckpointError(
    `${where} does not say where its run stands (metadata "${metadataKey}"): it is no checkpoint of bertkit's, or damaged.`,
  );
}
