import { fileURLToPath } from 'node:url';
import type { KernelSet } from '@bertkit/runtime';
import type { SizeName } from '../models/sizes.js';
import { JsonLinesPeer } from '../peers/json-lines-peer.js';
import type { Form } from './limits.js';
import type { CyclesAnswer, LoadAnswer, LoadSettings, RunsAnswer, SoakSettings } from './settings.js';

/** What loading one form of one model took, each time in a process of its own. */
export interface Loads {
  readonly size: SizeName;
  readonly form: Form;
  readonly kernels: KernelSet;
  readonly answers: readonly LoadAnswer[];
}

/** What one model took that was used for long. */
export interface Soak extends Pick<SoakSettings, 'kernels' | 'runCount' | 'earlyRunCount' | 'cycleCount'> {
  readonly size: SizeName;
  readonly runs: RunsAnswer;
  readonly cycles: CyclesAnswer;
  /** The same, where glibc is told to give memory back. */
  readonly trimmedCycles: CyclesAnswer;
}

/**
 * By itself, glibc keeps what is freed once larger pieces have been, and the holes between what stays grow in number. It
 * reads this variable when a process starts.
 */
export const trimmed = { MALLOC_TRIM_THRESHOLD_: '131072' };

export async function measureLoad(settings: LoadSettings): Promise<LoadAnswer> {
  await using peer = await start('bertkit-load', settings);
  return (await peer.request('load')) as unknown as LoadAnswer; // the entry is ours, and says what it answers
}

export async function measureSoak(size: SizeName, settings: SoakSettings): Promise<Soak> {
  const ask = async (request: 'runs' | 'cycles', environment?: Readonly<Record<string, string>>) => {
    await using peer = await start('bertkit-soak', settings, environment);
    return await peer.request(request);
  };
  const runs = (await ask('runs')) as unknown as RunsAnswer; // as above
  const cycles = (await ask('cycles')) as unknown as CyclesAnswer;
  const trimmedCycles = (await ask('cycles', trimmed)) as unknown as CyclesAnswer;
  return { ...settings, size, runs, cycles, trimmedCycles };
}

function start(
  entry: 'bertkit-load' | 'bertkit-soak',
  settings: LoadSettings,
  environment: Readonly<Record<string, string>> = {},
): Promise<JsonLinesPeer> {
  const path = fileURLToPath(new URL(`../peers/${entry}.js`, import.meta.url));
  return JsonLinesPeer.start('bertkit', process.execPath, [path, JSON.stringify(settings)], environment);
}
