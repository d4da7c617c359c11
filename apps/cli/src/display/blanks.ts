import type { Blank, FillMaskResult } from '@bertkit/pipelines';
import type { Output } from '../terminal.js';
import { bar } from './bars.js';
import { printable, table, wrap } from './columns.js';
import { percent } from './numbers.js';
import { type Paint, painter } from './paint.js';

const barWidth = 30;

/** A text with blanks: how it was cut into pieces, and what may fill each blank, with probabilities as bars. */
export function blankLines(text: string, { tokens, blanks }: FillMaskResult, output: Output): string[] {
  const paint = painter(output);
  const candidates = (blank: Blank, number: number) => [
    ...(blanks.length === 1 ? [] : [`  blank ${number + 1}`]),
    ...candidateLines(blank, paint),
  ];
  const pieces = wrap(tokens.map(printable).join(' · '), output.columns - 2);
  return [
    paint('bold', printable(text)),
    ...pieces.map((line) => paint('dim', `  ${line}`)),
    ...blanks.flatMap(candidates),
  ];
}

function candidateLines({ candidates }: Blank, paint: Paint): string[] {
  // Bars are as long as the probability is large, so that blanks can be compared.
  const rows = candidates.map(({ token, score }) => [
    printable(token),
    percent(score),
    paint('green', bar(score, barWidth)),
  ]);
  return table(rows, { right: [1] }).map((line) => `  ${line}`);
}
