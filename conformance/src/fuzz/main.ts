import { parseArgs } from 'node:util';
import { type FuzzResult, fuzz } from './fuzz.js';
import { fuzzKinds } from './kinds.js';
import { watchdog } from './watchdog.js';

const usage = `fuzz [--count N] [--seed N] [--kind NAME] [--case N]

Spoils good files of every kind that bertkit reads, and loads them: each must be refused with a clear error or load soundly,
in no time, and with no memory taken by a number in it.

  --count N    cases of each kind. Default: 5000
  --seed N     of what is spoilt. Default: 1
  --kind NAME  only this kind: ${[...fuzzKinds().keys()].join(', ')}
  --case N     only the case of this number`;

/** A case takes milliseconds; far above the two seconds that are a failure, this one never ends. */
const hangMs = 30_000;

process.exitCode = await main();

async function main(): Promise<number> {
  let options: ReturnType<typeof parse>;
  try {
    options = parse();
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
    return 2;
  }
  if (options.help) {
    console.log(usage);
    return 0;
  }
  const { seed, from, to, kinds } = options;
  const names = [...kinds.keys()];
  const dog = watchdog(names, hangMs);
  let failed = 0;
  for (const [name, kind] of kinds) {
    const onCase = (index: number) => dog.reached(names.indexOf(name), index);
    const result = await fuzz(name, kind, { seed, from, to, onCase });
    console.log(line(name, result));
    for (const { index, problem } of result.failures.slice(0, 20)) console.log(`  case ${index}: ${problem}`);
    failed += result.failures.length;
  }
  await dog.stop();
  console.log(
    failed === 0 ? 'No failure.' : `${failed} failures. Make one again: fuzz --seed ${seed} --kind NAME --case N`,
  );
  return failed === 0 ? 0 : 1;
}

function parse() {
  const { values } = parseArgs({
    options: {
      count: { type: 'string', default: '5000' },
      seed: { type: 'string', default: '1' },
      kind: { type: 'string' },
      case: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const all = fuzzKinds();
  const named = values.kind === undefined ? undefined : all.get(values.kind);
  if (values.kind !== undefined && named === undefined) throw new Error(`There is no kind ${values.kind}.`);
  const only = values.case === undefined ? undefined : wholeNumber('--case', values.case);
  return {
    help: values.help,
    seed: wholeNumber('--seed', values.seed),
    from: only ?? 0,
    to: only === undefined ? wholeNumber('--count', values.count) : only + 1,
    kinds: values.kind === undefined || named === undefined ? all : new Map([[values.kind, named]]),
  };
}

function wholeNumber(option: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new Error(`${option} is ${text}, but must be a whole number.`);
}

function line(name: string, { loaded, refused, failures }: FuzzResult): string {
  const codes = [...refused].sort(([, a], [, b]) => b - a).map(([code, count]) => `${code} ${count}`);
  return `${name}: ${loaded} loaded, ${codes.join(', ') || 'none refused'}, ${failures.length} failed`;
}
