import type { Findings, Table } from '../benchmark.js';
import { decimal } from '../report.js';
import { pairedRatio, summarize } from '../statistics.js';
import type { Vocabulary } from './corpus.js';
import { measure } from './measure.js';

/** `text`: sentences; `line`: the same without ends of lines; `word`: one word; `distinct words`: none is there twice. */
export type Shape = 'text' | 'line' | 'word' | 'distinct words';

/** What a process that encodes much is told. */
export interface ShapeSettings extends Vocabulary {
  readonly shape: Shape;
  /** Of text in all, in UTF-16 units, a byte each. */
  readonly units: number;
}

export interface ShapeAnswer {
  /** A UTF-16 unit of text. */
  readonly nanoseconds: number;
}

/** The least size of a shape is what the others are compared with. */
const sizes: Readonly<Record<Shape, readonly number[]>> = {
  text: [1e6, 1e7, 1e8],
  line: [1e6, 1e7],
  word: [1e5, 1e6],
  'distinct words': [1e6, 1e7],
};
const cases = (Object.keys(sizes) as Shape[]).flatMap((shape) => sizes[shape].map((units) => ({ shape, units })));

/** How the time of `encode` grows, on generated English: nanoseconds a UTF-16 unit, which ought to be the same for all sizes. */
export async function linearity(
  { vocabulary, lowercase }: Vocabulary,
  { runs, log }: { readonly runs: number; readonly log: (message: string) => void },
): Promise<Pick<Findings, 'results' | 'ratios' | 'tables'>> {
  const measured = cases.map(({ shape, units }) => ({
    name: `${shape}, ${units / 1e6} MB`,
    least: `${shape}, ${(sizes[shape][0] ?? 0) / 1e6} MB`,
    settings: { shape, units, vocabulary, lowercase },
    nanoseconds: [] as number[],
  }));
  for (let round = 0; round < runs; round++) {
    for (const { name, settings, nanoseconds } of measured) {
      const answer = await measure<ShapeSettings, ShapeAnswer>('bertkit', 'encode-shape', settings);
      nanoseconds.push(answer.nanoseconds);
      log(`round ${round + 1} of ${runs}, ${name}: ${answer.nanoseconds.toPrecision(3)} ns a unit`);
    }
  }
  const results = measured.map(({ name, nanoseconds }) => summarize(name, 'ns/unit', nanoseconds));
  const ratios: Record<string, number> = {};
  for (const { name, least, nanoseconds } of measured) {
    const base = measured.find((other) => other.name === least);
    if (base !== undefined && name !== least) ratios[`${name}/${least}`] = pairedRatio(nanoseconds, base.nanoseconds);
  }
  const table: Table = {
    title: 'encode, generated English: ns a UTF-16 unit, and against the least size of the shape',
    header: ['', 'median', 'min', 'max', 'ratio'],
    rows: results.map(({ name, median, min, max }, i) => {
      const ratio = ratios[`${name}/${measured[i]?.least}`];
      return [name, ...[median, min, max].map((value) => decimal(value)), ratio === undefined ? '' : decimal(ratio)];
    }),
  };
  return { results, ratios, tables: [table] };
}
