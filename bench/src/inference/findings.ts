import type { Findings, Table } from '../benchmark.js';
import { decimal } from '../report.js';
import { median, type Result, summarize } from '../statistics.js';
import type { Timing } from '../turns.js';
import { batchSizes } from './contestants.js';
import { linearFlops } from './flops.js';
import { gemmFlops } from './gemm.js';
import type { Measurements } from './measure.js';
import { ratiosOf } from './ratios.js';
import { blockRequest, passRequest, sentencesRequest } from './settings.js';

/** What people and programs are told of the measurements. */
export function findingsOf(
  measurements: readonly Measurements[],
  { sentenceCount }: { sentenceCount: number },
): Pick<Findings, 'results' | 'ratios' | 'tables'> {
  return {
    results: measurements.flatMap(resultsOf),
    ratios: Object.fromEntries(
      measurements.flatMap((one) => ratiosOf(one).map(({ name, value }) => [`${one.title}, ${name}`, value])),
    ),
    tables: measurements.flatMap((one) => [
      ...passTable(one, sentenceCount),
      textTable(one),
      ...encoderTable(one, sentenceCount),
      ratioTable(one),
    ]),
  };
}

function resultsOf({ title, pipeline, encoder, agreements, gemm }: Measurements): Result[] {
  const times = (part: string, timings: readonly Timing[]) =>
    timings.map(({ contestant, request, seconds }) =>
      summarize(`${title}, ${part}, ${request}: ${contestant}`, 's', seconds),
    );
  const vectors = [...agreements].flatMap(([name, { leastCosine, largestDifference }]) => [
    summarize(`${title}, least cosine with bertkit fp32: ${name}`, '', [leastCosine]),
    summarize(`${title}, largest difference from bertkit fp32: ${name}`, '', [largestDifference]),
  ]);
  const yardstick = gemm.seconds.length > 0 ? [summarize(`${title}, ${gemmTitle(gemm)}`, 's', gemm.seconds)] : [];
  return [...times('text to vectors', pipeline), ...times('model alone', encoder), ...yardstick, ...vectors];
}

/** Passes over all sentences, where there were any. */
function passTable({ title, pipeline }: Measurements, sentenceCount: number): Table[] {
  const columns = [...batchSizes, undefined].map(passRequest);
  const passes = pipeline.filter(({ request }) => columns.includes(request));
  if (passes.length === 0) return [];
  return [
    {
      title: `${title}, text to vectors, ${sentenceCount} sentences: median ms (least–greatest)`,
      header: ['', ...batchSizes.map((size) => `batch ${size}`), 'own batches', 'sentences/s at best'],
      rows: contestantsOf(passes).map((name) => {
        const own = passes.filter(({ contestant }) => contestant === name);
        const best = Math.min(...own.map(({ seconds }) => median(seconds)));
        return [name, ...columns.map((column) => milliseconds(own, column)), decimal(sentenceCount / best, 3)];
      }),
    },
  ];
}

function textTable({ title, pipeline, agreements }: Measurements): Table {
  const texts = pipeline.filter(({ request }) => request.startsWith('text'));
  const columns = [...new Set(texts.map(({ request }) => request))];
  return {
    title: `${title}, one text to its vector: median ms (least–greatest); vectors of all sentences against bertkit fp32`,
    header: [
      '',
      ...columns.map((request) => request.replace(/^text (\d+)$/, '$1 tokens')),
      'least cosine',
      'largest difference',
    ],
    rows: contestantsOf(texts).map((name) => {
      const own = texts.filter(({ contestant }) => contestant === name);
      const { leastCosine = Number.NaN, largestDifference = Number.NaN } = agreements.get(name) ?? {};
      const agreement = [leastCosine.toFixed(6), largestDifference.toExponential(1)];
      return [name, ...columns.map((column) => milliseconds(own, column)), ...agreement];
    }),
  };
}

/** The model alone, where it was measured so. */
function encoderTable({ title, config, encoder, gemm }: Measurements, sentenceCount: number): Table[] {
  if (encoder.length === 0) return [];
  const rate = (flops: number, seconds: readonly number[]) => decimal(flops / median(seconds) / 1e9, 3);
  const rows = contestantsOf(encoder).map((name) => {
    const own = encoder.filter(({ contestant }) => contestant === name);
    const seconds = own.find(({ request }) => request === blockRequest)?.seconds ?? [];
    const rates = rate(linearFlops(config, gemm.m), seconds);
    return [name, milliseconds(own, sentencesRequest), milliseconds(own, blockRequest), rates];
  });
  return [
    {
      title: `${title}, model alone on ready batches: median ms (least–greatest); GFLOP/s in linear layers`,
      header: ['', `${sentenceCount} sentences`, '8 × 128', 'GFLOP/s at 8 × 128'],
      rows: [...rows, [gemmTitle(gemm), '', range(gemm.seconds), rate(gemmFlops(gemm), gemm.seconds)]],
    },
  ];
}

function ratioTable(measurements: Measurements): Table {
  return {
    title: `${measurements.title}, ratios: the median of those of each round, each at its best`,
    header: ['', 'ratio', 'asked for', ''],
    rows: ratiosOf(measurements).map(({ name, value, atLeast }) => [
      name,
      decimal(value, 3),
      atLeast === undefined ? '' : String(atLeast),
      atLeast === undefined ? '' : value >= atLeast ? 'reached' : 'not reached',
    ]),
  };
}

function contestantsOf(timings: readonly Timing[]): string[] {
  return [...new Set(timings.map(({ contestant }) => contestant))];
}

function milliseconds(timings: readonly Timing[], request: string): string {
  const seconds = timings.find((timing) => timing.request === request)?.seconds;
  return seconds === undefined ? '' : range(seconds);
}

/** In milliseconds. */
function range(seconds: readonly number[]): string {
  const { median, min, max } = summarize(
    '',
    '',
    seconds.map((value) => value * 1000),
  );
  return `${decimal(median, 3)} (${decimal(min, 3)}–${decimal(max, 3)})`;
}

function gemmTitle({ m, k, n }: Measurements['gemm']): string {
  return `Gemm ${m} × ${k} × ${n}`;
}
