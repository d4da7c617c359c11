import type { Findings } from '../benchmark.js';
import { type SizeName, titleOf } from '../models/sizes.js';
import { decimal } from '../report.js';
import { median, pairedRatio, summarize } from '../statistics.js';
import type { BeatSettings } from './settings.js';

/** Of a session in a worker thread, and of one in the caller's own. */
export interface Beats {
  readonly size: SizeName;
  /** Of each round. */
  readonly seconds: Readonly<Record<Place, readonly number[]>>;
  /** Of each round: how long the caller's timer did not go off. */
  readonly largestGapsMs: Readonly<Record<Place, readonly number[]>>;
  /** At the end. */
  readonly residentBytes: Readonly<Record<Place, number>>;
}

type Place = keyof typeof places;

const places = { worker: 'in a worker thread', direct: 'in the same thread' } as const;
const placeNames = Object.keys(places) as readonly Place[];

/** What is asked for: no gap above, and no smaller rate. */
const longestGapMs = 50;
const leastRate = 0.95;

export function findingsOf(
  beats: readonly Beats[],
  { batchSize, sequenceLength, runCount }: Pick<BeatSettings, 'batchSize' | 'sequenceLength' | 'runCount'>,
): Pick<Findings, 'results' | 'ratios' | 'tables'> {
  const rateOf = ({ seconds }: Beats) => pairedRatio(seconds.direct, seconds.worker);
  return {
    results: beats.flatMap(({ size, seconds, largestGapsMs, residentBytes }) =>
      placeNames.flatMap((place) => {
        const title = `${titleOf(size)} ${places[place]}`;
        return [
          summarize(title, 's', seconds[place]),
          summarize(`${title}, longest gap`, 'ms', largestGapsMs[place]),
          summarize(`${title}, resident memory`, 'MB', [residentBytes[place] / 1e6]),
        ];
      }),
    ),
    ratios: Object.fromEntries(
      beats.map((one) => [`${titleOf(one.size)}, rate: in a worker thread/in the same thread`, rateOf(one)]),
    ),
    tables: beats.map((one) => {
      const { size, seconds, largestGapsMs, residentBytes } = one;
      const gap = Math.max(...largestGapsMs.worker);
      const isReached = gap <= longestGapMs && rateOf(one) >= leastRate;
      return {
        title: `${titleOf(size)}, batch ${batchSize} × ${sequenceLength}`,
        header: ['', 'sequences/s', 'rate', 'longest gap, ms', 'memory, MB', ''],
        rows: [
          ...placeNames.map((place) => [
            places[place],
            decimal((batchSize * runCount) / median(seconds[place]), 3),
            place === 'worker' ? rateOf(one).toFixed(3) : '1',
            decimal(Math.max(...largestGapsMs[place]), 3),
            (residentBytes[place] / 1e6).toFixed(0),
            place === 'worker' ? (isReached ? 'reached' : 'not reached') : '',
          ]),
          ['asked for', '', `${leastRate}`, `${longestGapMs}`, '', ''],
        ],
      };
    }),
  };
}
