import type { PretrainResult } from '@bertkit/training';
import { table } from './columns.js';
import { counted, duration, percent } from './numbers.js';
import type { RunView } from './run-view.js';

interface SummaryOptions {
  readonly view: RunView;
  readonly out: string;
  /** How long this part of the run took. */
  readonly seconds: number;
  readonly program: string;
}

/** What a finished run has reached, beside what there was to beat, and what may come next; lines. */
export function runSummary(
  { step, evaluation }: PretrainResult,
  { view: { start }, out, seconds, program }: SummaryOptions,
): string[] {
  if (evaluation === undefined || start === undefined) throw new Error('internal: a run has ended without its end.');
  const { maskedLm, nextSentence } = evaluation;
  const { unigramBaseline, nextSentenceBaseline } = start;
  const rows = [
    ['', 'this model', 'to beat'],
    ['masked words, loss', maskedLm.loss.toFixed(3), unigramBaseline.toFixed(3), 'by token frequencies alone'],
    ['masked words, accuracy', percent(maskedLm.accuracy)],
    ['next sentence, loss', nextSentence.loss.toFixed(3)],
    [
      'next sentence, accuracy',
      percent(nextSentence.accuracy),
      percent(nextSentenceBaseline),
      'always the commoner answer',
    ],
  ];
  return [
    `Step ${counted(step)} reached, in ${duration(seconds)}. On the held-out text:`,
    ...table(rows, { right: [1, 2] }),
    '',
    `The model is in ${out}. Try`,
    `  ${program} fill-mask --model ${out} "… [MASK] …"`,
    `  ${program} inspect ${out}`,
  ];
}
