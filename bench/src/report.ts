import type { Findings, Table } from './benchmark.js';
import type { Machine } from './machine.js';

/** What `--json` prints: the findings and what they were found on. */
export interface Report extends Omit<Findings, 'tables'> {
  readonly machine: Machine;
}

/** The same for people. */
export function toText({ machine, versions, notes = [], results, ratios }: Report, tables?: readonly Table[]): string {
  const memory = `${(machine.memoryBytes / 1e9).toFixed(1)} GB`;
  const peers = Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ');
  const lines = [
    `${machine.cpu}, ${machine.cores} cores, ${memory}, ${machine.os}, Node ${machine.node}`,
    ...(peers === '' ? [] : [peers]),
    ...notes,
    '',
  ];
  if (tables === undefined) {
    const rows = results.map(({ name, unit, median, min, max }) => [
      name,
      ...[median, min, max].map((value) => decimal(value)),
      unit,
    ]);
    const ratioRows = Object.entries(ratios).map(([name, ratio]) => [name, decimal(ratio)]);
    lines.push(...aligned([['', 'median', 'min', 'max', ''], ...rows], [0, 4]));
    if (ratioRows.length > 0) lines.push('', ...aligned([['ratio', 'median'], ...ratioRows], [0]));
  } else {
    const texts = tables.map(({ title, header, rows }) => [title, ...aligned([header, ...rows], [0])].join('\n'));
    lines.push(texts.join('\n\n'));
  }
  return `${lines.join('\n')}\n`;
}

/** @param digits  how many of them count. Default: 4 */
export function decimal(value: number, digits = 4): string {
  return value.toLocaleString('en', { maximumSignificantDigits: digits, useGrouping: false });
}

/** Columns of equal width: those of `left`, names and units, to the left, and the others, numbers, to the right. */
function aligned(rows: readonly (readonly string[])[], left: readonly number[]): string[] {
  const widthOf = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  return rows.map((row) =>
    row
      .map((cell, column) => (left.includes(column) ? cell.padEnd(widthOf(column)) : cell.padStart(widthOf(column))))
      .join('  ')
      .trimEnd(),
  );
}
