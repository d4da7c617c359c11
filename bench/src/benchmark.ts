import type { Result } from './statistics.js';

/** A benchmark: one file in `benchmarks/` that exports these names. */
export interface Benchmark {
  /** What follows `pnpm bench`. */
  readonly name: string;
  /** One line for the list of benchmarks. */
  readonly description: string;
  /** Timed runs of each contestant, where `--runs` does not say. Default: 9. */
  readonly defaultRuns?: number;
  /** Options that only this benchmark has, by name. Default: none. */
  readonly flags?: Readonly<Record<string, BenchmarkFlag>>;
  run(options: BenchmarkOptions): Promise<Findings>;
  /** What `--profile` does instead of {@link run}: where our own time goes. */
  profile?(options: BenchmarkOptions): Promise<Findings>;
}

export interface BenchmarkFlag {
  /**
   * `'switch'`: given or not; `'file'`: a path follows; `'files'`: one path or more; `'number'`: a whole number from 1;
   * `'names'`: one or more of `names`.
   */
  readonly kind: 'switch' | 'file' | 'files' | 'number' | 'names';
  /** Default: none, as only `'names'` has some. */
  readonly names?: readonly string[];
  /** One line for the list of options. */
  readonly description: string;
}

export interface BenchmarkOptions {
  /** Timed runs of each contestant, after the warm-up. */
  readonly runs: number;
  /** Those of the benchmark's own {@link Benchmark.flags} that were given, each with what follows it. */
  readonly given: Readonly<Record<string, readonly string[]>>;
  /** Tells people how far it is; not part of the result. */
  readonly log: (message: string) => void;
}

export interface Findings {
  /** Of what was measured, ours and the peers'. */
  readonly versions: Readonly<Record<string, string>>;
  /** What one must know to read the figures, a sentence each. */
  readonly notes?: readonly string[];
  readonly results: readonly Result[];
  /** Named `a/b`, so that above 1 means that `a` is larger. */
  readonly ratios: Readonly<Record<string, number>>;
  /** The same figures side by side, for people. Default: results and ratios in two lists. */
  readonly tables?: readonly Table[];
}

/** Rows of cells below a header; the first column is of names, the others are of figures. */
export interface Table {
  readonly title: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}
