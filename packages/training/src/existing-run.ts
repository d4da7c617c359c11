import type { Files } from '@bertkit/runtime';
import { checkpointFile } from './checkpoint.js';
import { ResumeMismatchError, RunExistsError } from './errors.js';

/** @throws {RunExistsError} the place holds a run, or what one leaves */
export async function refuseExistingRun(output: Files): Promise<void> {
  for (const file of [checkpointFile, 'model.safetensors']) {
    if ((await output.size(file)) !== undefined) throw new RunExistsError({ location: output.location, file });
  }
}

/** @throws {ResumeMismatchError} with every setting that is not what the run was started with */
export function refuseOtherSettings(
  output: Files,
  saved: Readonly<Record<string, string | number>>,
  now: Readonly<Record<string, string | number>>,
): void {
  const differences = Object.entries(now).flatMap(([name, value]) => {
    if (saved[name] === value || isFree(name)) return [];
    if (name === 'corpus') return ['the text or the vocabulary is not the same'];
    return name === 'config' ? ['the config is not the same'] : [`${name} was ${saved[name]} and is now ${value}`];
  });
  if (differences.length > 0) throw new ResumeMismatchError({ location: output.location, differences });
}

/** How often to look and to save changes nothing of what is trained. */
function isFree(name: string): boolean {
  return name === 'evaluateEvery' || name === 'checkpointEvery' || name === 'evaluationSequences';
}
