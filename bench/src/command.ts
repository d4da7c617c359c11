import { parseArgs } from 'node:util';
import type { Benchmark, BenchmarkFlag } from './benchmark.js';
import { UsageError } from './errors.js';
import { describeMachine } from './machine.js';
import { type Report, toText } from './report.js';

export interface CommandOptions {
  readonly benchmarks: readonly Benchmark[];
  /** Takes the result: tables or one JSON object. */
  readonly write: (text: string) => void;
  /** Takes progress. */
  readonly log: (message: string) => void;
}

const usualRuns = 9;

/**
 * `pnpm bench …`
 *
 * @throws {UsageError} the arguments ask for what there is not
 */
export async function runCommand(args: readonly string[], { benchmarks, write, log }: CommandOptions): Promise<void> {
  const { name, runs, profile, json, given } = parseArguments(args, benchmarks);
  if (name === undefined) {
    write(usage(benchmarks));
    return;
  }
  const benchmark = benchmarks.find((candidate) => candidate.name === name);
  if (benchmark === undefined) throw new UsageError(`There is no benchmark ${name}: \`pnpm bench\` lists them.`);
  for (const flag of Object.keys(given)) {
    if (benchmark.flags?.[flag] === undefined) throw new UsageError(`The benchmark ${name} has no --${flag}.`);
  }
  const measure = profile ? benchmark.profile : benchmark.run;
  if (measure === undefined) throw new UsageError(`The benchmark ${name} has no --profile.`);

  const { tables, ...findings } = await measure({ runs: runs ?? benchmark.defaultRuns ?? usualRuns, given, log });
  const report: Report = { machine: describeMachine(), ...findings };
  write(json ? `${JSON.stringify(report, undefined, 2)}\n` : `\n${toText(report, tables)}`);
}

interface Arguments {
  readonly name: string | undefined;
  readonly runs: number | undefined;
  readonly profile: boolean;
  readonly json: boolean;
  /** What follows each option that only some benchmarks have. */
  readonly given: Readonly<Record<string, readonly string[]>>;
}

function parseArguments(args: readonly string[], benchmarks: readonly Benchmark[]): Arguments {
  const flags = flagsOf(benchmarks);
  const { values, positionals } = parse(args, flags);
  if (positionals.length > 1) {
    throw new UsageError(`One benchmark at a time, but ${positionals.join(' and ')} were named.`);
  }
  const runs = values['runs'];
  if (runs !== undefined && !isCount(String(runs))) throw new UsageError(`--runs ${notACount(String(runs))}.`);
  const given: Record<string, readonly string[]> = {};
  for (const [flag, definition] of flags) {
    const value = values[flag];
    if (value === undefined) continue;
    const words = Array.isArray(value) ? value.map(String) : [];
    const fault = faultOf(words, definition);
    if (fault !== undefined) throw new UsageError(`--${flag} ${fault}.`);
    given[flag] = words;
  }
  return {
    name: positionals[0],
    runs: runs === undefined ? undefined : Number(runs),
    profile: values['profile'] === true,
    json: values['json'] === true,
    given,
  };
}

/** What is wrong with the words that follow an option, as the end of a sentence; `undefined`: nothing. */
function faultOf(words: readonly string[], { kind, names = [] }: BenchmarkFlag): string | undefined {
  const [first = ''] = words;
  if (kind === 'file' && words.length > 1) return `takes one file, but has ${words.length}`;
  if (kind === 'number' && words.length > 1) return `takes one number, but has ${words.length}`;
  if (kind === 'number' && !isCount(first)) return notACount(first);
  const unknown = kind === 'names' ? words.find((word) => !names.includes(word)) : undefined;
  return unknown === undefined ? undefined : `knows no ${unknown}, only ${names.join(', ')}`;
}

function isCount(word: string): boolean {
  return Number.isSafeInteger(Number(word)) && Number(word) >= 1;
}

function notACount(word: string): string {
  return `is ${word}, but it must be a whole number from 1`;
}

interface ParsedArguments {
  readonly values: Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;
  readonly positionals: readonly string[];
}

function parse(args: readonly string[], flags: ReadonlyMap<string, BenchmarkFlag>): ParsedArguments {
  const own = [...flags].map(([name, { kind }]) => {
    return [name, kind === 'switch' ? { type: 'boolean' } : { type: 'string', multiple: true }] as const;
  });
  try {
    return parseArgs({
      args: withEachWordNamed(args, flags),
      allowPositionals: true,
      options: {
        ...Object.fromEntries(own),
        runs: { type: 'string' },
        profile: { type: 'boolean' },
        json: { type: 'boolean' },
      },
    });
  } catch (cause) {
    throw new UsageError((cause as Error).message, { cause }); // it names the argument
  }
}

/** `--text a b` as `--text a --text b`: a shell writes many paths where a person wrote `*.txt`. */
function withEachWordNamed(args: readonly string[], flags: ReadonlyMap<string, BenchmarkFlag>): string[] {
  let option = '';
  return args.flatMap((arg, i) => {
    if (arg.startsWith('-')) {
      option = arg;
      return [arg];
    }
    const kind = flags.get(option.slice(2))?.kind;
    const isFurther = (kind === 'files' || kind === 'names') && args[i - 1] !== option;
    return isFurther ? [option, arg] : [arg];
  });
}

function flagsOf(benchmarks: readonly Benchmark[]): Map<string, BenchmarkFlag> {
  return new Map(benchmarks.flatMap(({ flags = {} }) => Object.entries(flags)));
}

function usage(benchmarks: readonly Benchmark[]): string {
  const lists = benchmarks.map(({ name, description, flags = {} }) => {
    const options = Object.entries(flags).map(([flag, { kind, names = [], description }]) => {
      const words = { switch: '', file: ' FILE', files: ' FILE…', number: ' N', names: ` ${names.join('|')}…` }[kind];
      return `    ${`--${flag}${words}`.padEnd(20)}  ${description}`;
    });
    return [`  ${name}  ${description}`, ...options].join('\n');
  });
  return `pnpm bench NAME [--runs N] [--profile] [--json]

  --runs N   timed runs of each contestant (default ${usualRuns}, or as the benchmark says)
  --profile  where our own time goes, instead of the comparison
  --json     one JSON object on stdout

Benchmarks:
${lists.join('\n')}
`;
}
