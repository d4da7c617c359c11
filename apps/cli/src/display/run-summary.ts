import type { PretrainEvent, PretrainResult } from '@bertkit/training';
import { table } from './columns.js';
import { percent } from './numbers.js';

type Start = Extract<PretrainEvent, { kind: 'start' }>;

/** What a finished run has reached, beside what it had to beat. */
export function evaluationTable({ evaluation }: PretrainResult, start: Start): string[] {
  if (evaluation === undefined) return [];
  const { maskedLm, nextSentence } = evaluation;
  const rows = [
    ['On the held-out text', 'this model', 'to beat', ''],
    ['  masked words, loss', maskedLm.loss.toFixed(3), start.unigramBaseline.toFixed(3), 'knowing only how frequent each token is'],
    ['  masked words, accuracy', percent(maskedLm.accuracy), '', ''],
    ['  next sentence, accuracy', percent(nextSentence.accuracy), percent(start.nextSentenceBaseline), 'always giving the commoner answer'],
  ];
  return table(rows, { right: [1, 2] });
}
