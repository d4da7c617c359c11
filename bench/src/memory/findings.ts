import type { Findings, Table } from '../benchmark.js';
import { configOf, type SizeName, titleOf } from '../models/sizes.js';
import { median, type Result, summarize } from '../statistics.js';
import { limitsOf, weightBytes } from './limits.js';
import { type Loads, type Soak, trimmed } from './measure.js';
import type { CyclesAnswer, LoadAnswer } from './settings.js';

type Told = Pick<Findings, 'results' | 'ratios' | 'tables'>;

const steps = {
  beforeBytes: 'before loading',
  peakBytes: 'peak while loading',
  loadedBytes: 'after loading',
  runBytes: 'after a run',
} as const satisfies Partial<Record<keyof LoadAnswer, string>>;
const stepNames = Object.keys(steps) as readonly (keyof typeof steps)[];

/** What people and programs are told of loading. */
export function loadFindings(loads: readonly Loads[]): Told {
  const titled = loads.map((one) => ({ ...one, title: `${titleOf(one.size)}, ${one.form}, ${one.kernels}` }));
  return {
    results: titled.flatMap(({ title, answers }): Result[] => [
      ...stepNames.map((step) => summarize(`${title}, ${steps[step]}`, 'MB', megabytesAt(answers, step))),
      summarize(
        `${title}, loading`,
        's',
        answers.map(({ seconds }) => seconds),
      ),
    ]),
    ratios: Object.fromEntries(
      titled.flatMap(({ title, ...one }) =>
        checksOf(one).map(({ name, value, limit }) => [`${title}: ${name}/limit`, value / limit]),
      ),
    ),
    tables: [...new Set(loads.map(({ size }) => size))].map((size) =>
      loadTable(
        size,
        loads.filter((one) => one.size === size),
      ),
    ),
  };
}

function loadTable(size: SizeName, loads: readonly Loads[]): Table {
  return {
    title: `${titleOf(size)}, resident memory in MB: medians (and what is allowed)`,
    header: ['', 'weights as run', ...Object.values(steps), 'loading, ms', ''],
    rows: loads.map((one) => {
      const { form, kernels, answers } = one;
      const checks = checksOf(one);
      const allowed = (name: string) => checks.find((check) => check.name === name)?.limit;
      return [
        `${form}, ${kernels}`,
        whole(weightBytes(configOf(size), kernels) / 1e6),
        ...stepNames.map((step) => {
          const limit = allowed(steps[step]);
          const value = whole(median(megabytesAt(answers, step)));
          return limit === undefined ? value : `${value} (${whole(limit)})`;
        }),
        whole(median(answers.map(({ seconds }) => seconds)) * 1000),
        checks.every(({ value, limit }) => value <= limit) ? 'within' : 'above',
      ];
    }),
  };
}

/** Medians and limits, in MB. What holds after loading holds after a run too. */
function checksOf({ size, form, kernels, answers }: Loads): { name: string; value: number; limit: number }[] {
  const { peakBytes, loadedBytes } = limitsOf(form, weightBytes(configOf(size), kernels));
  const limits = { peakBytes, loadedBytes, runBytes: loadedBytes };
  return (['peakBytes', 'loadedBytes', 'runBytes'] as const).map((step) => {
    return { name: steps[step], value: median(megabytesAt(answers, step)), limit: limits[step] / 1e6 };
  });
}

function megabytesAt(answers: readonly LoadAnswer[], step: keyof typeof steps): number[] {
  return answers.map((answer) => answer[step] / 1e6);
}

function whole(value: number): string {
  return value.toFixed(0);
}

/** What JavaScript's heap comes and goes by: 2 kB a run that were not given back would be seen. */
const steadyBytes = 20e6;
const mostAddedBytes = 100e6;

/** What people and programs are told of long use. */
export function soakFindings(soaks: readonly Soak[]): Told {
  const rows = soaks.flatMap(({ size, kernels, runCount, earlyRunCount, cycleCount, runs, cycles, trimmedCycles }) => {
    const title = `${titleOf(size)}, ${kernels}`;
    const ofCycles = (name: string, { beforeBytes, lateBytes }: CyclesAnswer) =>
      ({
        name: `${title}, loaded and disposed of ${count(cycleCount)} times${name}`,
        before: ['before', beforeBytes],
        after: lateBytes,
        allowed: beforeBytes + mostAddedBytes,
      }) as const;
    return [
      {
        name: `${title}, ${count(runCount)} runs`,
        before: [`after ${count(earlyRunCount)}`, runs.earlyBytes],
        after: runs.lateBytes,
        allowed: runs.earlyBytes + steadyBytes,
      },
      ofCycles('', cycles),
      ofCycles(`, with ${Object.entries(trimmed).flat().join('=')}`, trimmedCycles),
    ] as const;
  });
  return {
    results: rows.flatMap(({ name, before, after }) => [
      summarize(`${name}, ${before[0]}`, 'MB', [before[1] / 1e6]),
      summarize(`${name}, at the end`, 'MB', [after / 1e6]),
    ]),
    ratios: Object.fromEntries(
      rows.map(({ name, before, after }) => [`${name}: at the end/${before[0]}`, after / before[1]]),
    ),
    tables: [
      {
        title: 'Resident memory in MB, in the course of long use',
        header: ['', 'first', 'last', 'allowed', ''],
        rows: rows.map(({ name, before, after, allowed }) => [
          name,
          `${whole(before[1] / 1e6)} (${before[0]})`,
          whole(after / 1e6),
          whole(allowed / 1e6),
          after <= allowed ? 'within' : 'above',
        ]),
      },
    ],
  };
}

function count(value: number): string {
  return value.toLocaleString('en');
}
