import { setTimeout } from 'node:timers/promises';

/** OpenMP's threads spin for up to 200 ms after their work (`KMP_BLOCKTIME`), and would slow who comes next. */
const restMs = 300;

export interface ContestOptions {
  /** Rounds before the first that counts. */
  readonly warmups: number;
  /** Rounds that count. */
  readonly runs: number;
  readonly log: (message: string) => void;
}

/**
 * Lets contestants take turns, A B C A B C …, so that all meet the machine in the same state.
 *
 * @param contestants  each does its work once and gives the seconds that it took
 * @returns            for each contestant the seconds of each round that counts, in order
 */
export async function contest<Name extends string>(
  contestants: Readonly<Record<Name, () => Promise<number>>>,
  { warmups, runs, log }: ContestOptions,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(contestants) as Name[];
  const seconds = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, number[]>;
  for (let round = 0; round < warmups + runs; round++) {
    const isTimed = round >= warmups;
    const parts: string[] = [];
    for (const name of names) {
      await setTimeout(restMs);
      const value = await contestants[name]();
      if (isTimed) seconds[name].push(value);
      parts.push(`${name} ${value.toPrecision(3)} s`);
    }
    const title = isTimed ? `round ${round - warmups + 1} of ${runs}` : `warm-up ${round + 1} of ${warmups}`;
    log(`${title}: ${parts.join(', ')}`);
  }
  return seconds;
}

/** The seconds that some work in this process takes. */
export async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}
