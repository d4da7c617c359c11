import type { Findings } from './benchmark.js';
import type { Machine } from './machine.js';

/** What `--json` prints: the findings and what they were found on. */
export interface Report extends Findings {
  readonly machine: Machine;
}

/** The same for people. */
export function toTable({ machine, versions, results, ratios }: Report): string {
  const memory = `${(machine.memoryBytes / 1e9).toFixed(1)} GB`;
  const rows = results.map(({ name, unit, median, min, max }) => [name, ...[median, min, max].map(decimal), unit]);
  const ratioRows = Object.entries(ratios).map(([name, ratio]) => [name, decimal(ratio)]);
  const lines = [
    `${machine.cpu}, ${machine.cores} cores, ${memory}, ${machine.os}, Node ${machine.node}`,
    Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', '),
    '',
    ...aligned([['', 'median', 'min', 'max', ''], ...rows]),
  ];
  if (ratioRows.length > 0) lines.push('', ...aligned([['ratio', 'median'], ...ratioRows]));
  return `${lines.join('\n')}\n`;
}

function decimal(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: 4, useGrouping: false });
}

/** Columns of equal width: the first and the units to the left, numbers to the right. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widthOf = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 || column === 4 ? cell.padEnd(widthOf(column)) : cell.padStart(widthOf(column)),
      )
      .join('  ')
      .trimEnd(),
  );
}
