import { parseArgs } from 'node:util';
import type { Benchmark } from './benchmark.js';
import { UsageError } from './errors.js';
import { describeMachine } from './machine.js';
import { type Report, toTable } from './report.js';

export interface CommandOptions {
  readonly benchmarks: readonly Benchmark[];
  /** Takes the result: a table or one JSON object. */
  readonly write: (text: string) => void;
  /** Takes progress. */
  readonly log: (message: string) => void;
}

/**
 * `pnpm bench …`
 *
 * @throws {UsageError} the arguments ask for what there is not
 */
export async function runCommand(args: readonly string[], { benchmarks, write, log }: CommandOptions): Promise<void> {
  const { values, positionals } = parseArguments(args);
  const [name, ...others] = positionals;
  if (name === undefined) {
    write(usage(benchmarks));
    return;
  }
  if (others.length > 0) throw new UsageError(`One benchmark at a time, but ${positionals.join(' and ')} were named.`);
  const benchmark = benchmarks.find((candidate) => candidate.name === name);
  if (benchmark === undefined) throw new UsageError(`There is no benchmark ${name}: \`pnpm bench\` lists them.`);
  const runs = Number(values.runs);
  if (!Number.isSafeInteger(runs) || runs < 1) {
    throw new UsageError(`--runs is ${values.runs}, but it must be a whole number from 1.`);
  }
  const measure = values.profile ? benchmark.profile : benchmark.run;
  if (measure === undefined) throw new UsageError(`The benchmark ${name} has no --profile.`);

  const { versions, results, ratios } = await measure({ runs, log });
  const report: Report = { machine: describeMachine(), versions, results, ratios };
  write(values.json ? `${JSON.stringify(report, undefined, 2)}\n` : `\n${toTable(report)}`);
}

function parseArguments(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        runs: { type: 'string', default: '9' },
        profile: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    });
  } catch (cause) {
    throw new UsageError((cause as Error).message, { cause }); // it names the argument
  }
}

function usage(benchmarks: readonly Benchmark[]): string {
  return `pnpm bench NAME [--runs N] [--profile] [--json]

  --runs N   timed runs of each contestant (default 9)
  --profile  where our own time goes, instead of the comparison
  --json     one JSON object on stdout

Benchmarks:
${benchmarks.map(({ name, description }) => `  ${name}  ${description}`).join('\n')}
`;
}
