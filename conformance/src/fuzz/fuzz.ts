import { Random } from '@bertkit/random';
import { reasonOf } from '@bertkit/runtime';
import type { FuzzKind } from './kinds.js';
import { watchedFiles } from './watched-files.js';

/** What came of the cases of a kind. */
export interface FuzzResult {
  readonly loaded: number;
  /** Error code → how many cases ended with it. */
  readonly refused: ReadonlyMap<string, number>;
  readonly failures: readonly FuzzFailure[];
}

export interface FuzzFailure {
  /** The case's number, which makes it again with the same seed. */
  readonly index: number;
  readonly problem: string;
}

export interface FuzzOptions {
  readonly seed: number;
  /** The first case, and the one after the last. Case 0 is the good files as they are. */
  readonly from?: number;
  readonly to: number;
  /** Called before each case. */
  readonly onCase?: (index: number) => void;
}

const slowMs = 2000;

/** In bytes, of one case. The files have some kilobytes. */
const memoryLimit = 64 * 2 ** 20;

/** Loads spoilt files, each made by its own random numbers: every one must load soundly or be refused with a code of ours. */
export async function fuzz(
  name: string,
  kind: FuzzKind,
  { seed, from = 0, to, onCase }: FuzzOptions,
): Promise<FuzzResult> {
  let loaded = 0;
  const refused = new Map<string, number>();
  const failures: FuzzFailure[] = [];
  for (let index = from; index < to; index++) {
    onCase?.(index);
    const spoilt = index === 0 ? {} : kind.mutate(new Random(seed, 'fuzz', name, index));
    const { code, problems } = await runCase(kind, { ...kind.good, ...spoilt });
    if (index === 0 && code !== undefined) problems.push(`The good files are refused: ${code}.`);
    if (code === undefined) loaded++;
    else refused.set(code, (refused.get(code) ?? 0) + 1);
    for (const problem of problems) failures.push({ index, problem });
  }
  return { loaded, refused, failures };
}

async function runCase(
  kind: FuzzKind,
  directory: FuzzKind['good'],
): Promise<{ code: string | undefined; problems: string[] }> {
  const { files, faults } = watchedFiles(directory);
  const memoryBefore = memoryInUse();
  const start = performance.now();
  const error: unknown = await kind.load(files).then(
    () => undefined,
    (thrown: unknown) => thrown ?? new Error('It threw nothing.'),
  );
  const took = performance.now() - start;
  const taken = memoryInUse() - memoryBefore;
  const problems = [...faults];
  if (took > slowMs) problems.push(`It took ${Math.round(took)} ms.`);
  if (taken > memoryLimit) problems.push(`It took ${Math.round(taken / 2 ** 20)} MB of memory.`);
  if (error === undefined) return { code: undefined, problems };
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'none';
  if (!code.startsWith('BERTKIT_')) {
    const stack = error instanceof Error ? error.stack?.split('\n')[1]?.trim() : undefined;
    problems.push(
      `It ended with ${error instanceof Error ? error.name : typeof error}: ${reasonOf(error)} (${stack}).`,
    );
  }
  return { code, problems };
}

function memoryInUse(): number {
  const { heapUsed, external } = process.memoryUsage(); // external counts the memory of arrays too
  return heapUsed + external;
}
