import type { Findings, Table } from '../benchmark.js';
import { decimal } from '../report.js';
import { median, pairedRatio, type Result, summarize } from '../statistics.js';
import type { Measurements, Pass, Round } from './compare.js';
import { type ContestantName, contestantNames, ours, peers, reference } from './contestants.js';
import { differenceCount } from './id-hash.js';
import { type State, states } from './pass.js';

/** Where the peak of memory is read: when all has happened. */
const memoryState: State = 'warm';

/** What people and programs are told of the measurements. */
export function findingsOf(measurements: readonly Measurements[]): Pick<Findings, 'results' | 'ratios' | 'tables'> {
  return {
    results: measurements.flatMap(resultsOf),
    ratios: Object.assign({}, ...measurements.map(ratiosOf)),
    tables: measurements.flatMap(tablesOf),
  };
}

function resultsOf({ language, rounds }: Measurements): Result[] {
  const speeds = states.flatMap((state) =>
    contestantNames.flatMap((name) => [
      summarize(`${language}, ${state}: ${name}`, 'MB/s', megabytesPerSecond(rounds, name, state)),
      summarize(`${language}, ${state}: ${name}`, 'M tokens/s', megatokensPerSecond(rounds, name, state)),
    ]),
  );
  const memory = contestantNames.map((name) =>
    summarize(`${language}, peak memory: ${name}`, 'MB', peakMegabytes(rounds, name)),
  );
  const loads = loadersOf(rounds).map((name) =>
    summarize(`${language}, loading the vocabulary: ${name}`, 'ms', loadMilliseconds(rounds, name)),
  );
  const differences = challengers.map((name) => {
    const { differing, compared } = compareIds(rounds, name);
    return summarize(`${language}, other ids than ${reference}: ${name}`, `of ${compared} sentences`, [differing]);
  });
  return [...speeds, ...memory, ...loads, ...differences];
}

function ratiosOf({ language, rounds }: Measurements): Record<string, number> {
  const speeds = states.flatMap((state) =>
    pairs.map(
      ([our, peer]) => [`${language}, ${state}: ${our}/${peer}`, speedRatio(rounds, state, our, peer)] as const,
    ),
  );
  const memory = pairs.map(([our, peer]) => {
    const ratio = pairedRatio(peakMegabytes(rounds, peer), peakMegabytes(rounds, our));
    return [`${language}, peak memory: ${peer}/${our}`, ratio] as const;
  });
  const loaders = loadersOf(rounds);
  const loads = pairs.flatMap(([our, peer]) => {
    if (!loaders.includes(our)) return [];
    const ratio = pairedRatio(loadMilliseconds(rounds, peer), loadMilliseconds(rounds, our));
    return [[`${language}, loading the vocabulary: ${peer}/${our}`, ratio] as const];
  });
  return Object.fromEntries([...speeds, ...memory, ...loads]);
}

function tablesOf({ language, rounds }: Measurements): Table[] {
  const count = rounds.length === 1 ? '1 round' : `${rounds.length} rounds`;
  const megabytes = median(rounds.map(({ bytes }) => bytes / 1e6)).toFixed(2);
  const sentences = Math.round(median(rounds.map(({ sentenceCount }) => sentenceCount)));
  const loaders = loadersOf(rounds);
  return [
    {
      title: `${language}, ${megabytes} MB and ${sentences} sentences a pass, ${count}: median (least–greatest)`,
      header: ['', ...states.map((state) => `${state}, MB/s`)],
      rows: contestantNames.map((name) => [
        name,
        ...states.map((state) => withRange(megabytesPerSecond(rounds, name, state))),
      ]),
    },
    {
      title: `${language}, ratios of speed: the median of those of each round`,
      header: ['', ...states],
      rows: pairs.map(([our, peer]) => [
        `${our}/${peer}`,
        ...states.map((state) => decimal(speedRatio(rounds, state, our, peer))),
      ]),
    },
    {
      title: `${language}, medians; and how many sentences have other ids than from ${reference}`,
      header: ['', ...states.map((state) => `${state}, M tokens/s`), 'peak, MB', 'loading, ms', 'other ids'],
      rows: contestantNames.map((name) => {
        const { differing, compared } = compareIds(rounds, name);
        return [
          name,
          ...states.map((state) => decimal(median(megatokensPerSecond(rounds, name, state)))),
          decimal(median(peakMegabytes(rounds, name))),
          loaders.includes(name) ? decimal(median(loadMilliseconds(rounds, name))) : '',
          name === reference ? '' : `${differing} of ${compared}`,
        ];
      }),
    },
  ];
}

const challengers = contestantNames.filter((name) => name !== reference);
const pairs = ours.flatMap((our) => peers.map((peer) => [our, peer] as const));

function speedRatio(rounds: readonly Round[], state: State, our: ContestantName, peer: ContestantName): number {
  return pairedRatio(megabytesPerSecond(rounds, our, state), megabytesPerSecond(rounds, peer, state));
}

function megabytesPerSecond(rounds: readonly Round[], name: ContestantName, state: State): number[] {
  return rounds.map((round) => round.bytes / passOf(round, name, state).seconds / 1e6);
}

function megatokensPerSecond(rounds: readonly Round[], name: ContestantName, state: State): number[] {
  return rounds.map((round) => {
    const { tokenCount, seconds } = passOf(round, name, state);
    return tokenCount / seconds / 1e6;
  });
}

function peakMegabytes(rounds: readonly Round[], name: ContestantName): number[] {
  return rounds.map((round) => passOf(round, name, memoryState).peakBytes / 1e6);
}

function passOf({ passes }: Round, name: ContestantName, state: State): Pass {
  const pass = passes.find((candidate) => candidate.contestant === name && candidate.state === state);
  if (pass === undefined) throw new Error(`internal: ${name} was not measured in the state ${state}.`);
  return pass;
}

/** Those whose loading was measured. */
function loadersOf(rounds: readonly Round[]): ContestantName[] {
  return (rounds[0]?.loads ?? []).map(({ contestant }) => contestant);
}

function loadMilliseconds(rounds: readonly Round[], name: ContestantName): number[] {
  return rounds.flatMap(({ loads }) =>
    loads.filter(({ contestant }) => contestant === name).map(({ seconds }) => seconds * 1000),
  );
}

/** The sentences whose ids are not the reference's, of all that were compared, in every state that was. */
function compareIds(rounds: readonly Round[], name: ContestantName): { differing: number; compared: number } {
  let differing = 0;
  let compared = 0;
  for (const round of rounds) {
    const expected = passOf(round, reference, 'first').idHashes;
    for (const { contestant, idHashes } of round.passes) {
      if (contestant !== name || idHashes.length === 0) continue;
      differing += differenceCount(idHashes, expected);
      compared += expected.length;
    }
  }
  return { differing, compared };
}

function withRange(values: readonly number[]): string {
  const { median, min, max } = summarize('', '', values);
  return `${decimal(median, 3)} (${decimal(min, 3)}–${decimal(max, 3)})`;
}
