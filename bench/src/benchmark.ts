import type { Result } from './statistics.js';

/** A benchmark: one file in `benchmarks/` that exports these names. */
export interface Benchmark {
  /** What follows `pnpm bench`. */
  readonly name: string;
  /** One line for the list of benchmarks. */
  readonly description: string;
  run(options: BenchmarkOptions): Promise<Findings>;
  /** What `--profile` does instead of {@link run}: where our own time goes. */
  profile?(options: BenchmarkOptions): Promise<Findings>;
}

export interface BenchmarkOptions {
  /** Timed runs of each contestant, after the warm-up. */
  readonly runs: number;
  /** Tells people how far it is; not part of the result. */
  readonly log: (message: string) => void;
}

export interface Findings {
  /** Of what was measured, ours and the peers'. */
  readonly versions: Readonly<Record<string, string>>;
  readonly results: readonly Result[];
  /** Named `a/b`, so that above 1 means that `a` is larger. */
  readonly ratios: Readonly<Record<string, number>>;
}
