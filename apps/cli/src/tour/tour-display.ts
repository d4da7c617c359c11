import type { Candidate } from '@bertkit/pipelines';
import type { PretrainEvent } from '@bertkit/training';
import { chart, progressBar } from '../display/bars.js';
import { printable, table, wrap } from '../display/columns.js';
import { liveRegion } from '../display/live-region.js';
import { counted, percent } from '../display/numbers.js';
import { type Paint, painter } from '../display/paint.js';
import type { RunView } from '../display/run-view.js';
import type { Output } from '../terminal.js';

/** A sentence with a blank, and the word that belongs there. */
export interface Question {
  readonly text: string;
  readonly answer: string;
}

const chartHeight = 8;

/** Shows the loss falling: as a curve that is redrawn on a terminal, else in a line every two seconds. */
export function tourDisplay(output: Output, view: RunView): { show(event: PretrainEvent): void; end(): void } {
  const paint = painter(output);
  const region = output.isTerminal ? liveRegion(output) : undefined;
  let shownAt = performance.now();
  return {
    show({ kind }) {
      if (kind === 'start') output.write(`${startLines(view, output.columns).join('\n')}\n`);
      if (kind !== 'step' || performance.now() - shownAt < (region ? 100 : 2000)) return;
      shownAt = performance.now();
      if (region) region.show([...curve(view, output.columns, paint), stepLine(view)]);
      else output.write(`  ${stepLine(view)}\n`);
    },
    end() {
      const lines = [...curve(view, output.columns, paint), stepLine(view)];
      if (region) region.show(lines);
      else output.write(`${lines.join('\n')}\n`);
    },
  };
}

function startLines({ start }: RunView, columns: number): string[] {
  const text =
    `The model has one layer and ${counted(start?.parameterCount ?? 0)} parameters, all random at first. It sees sentences with ` +
    'some words masked, guesses these, and is corrected. The loss is how wrong its guesses are:';
  return [...wrap(text, columns), ''];
}

/** The loss from the first step to now; its highest and lowest stand on the left. */
function curve({ history: { values } }: RunView, columns: number, paint: Paint): string[] {
  const lines = chart(values, { width: Math.max(10, Math.min(100, columns - 10)), height: chartHeight });
  return lines.map((line, row) => {
    const label = row === 0 ? Math.max(...values) : row === chartHeight - 1 ? Math.min(...values) : undefined;
    return `  ${(label?.toFixed(1) ?? '').padStart(4)} ${paint('green', line)}`;
  });
}

function stepLine({ step, smoothed: { maskedLm } }: RunView): string {
  if (step === undefined) return '';
  const done = step.step / step.steps;
  return `step ${counted(step.step)} of ${counted(step.steps)}  ${progressBar(done, 20)}  loss ${maskedLm.loss.toFixed(2)}  ${percent(maskedLm.accuracy)} right`;
}

/** The same blanks before and after, a row each. */
export function beforeAndAfter(
  questions: readonly Question[],
  before: readonly Candidate[],
  after: readonly Candidate[],
  paint: Paint,
): string[] {
  const cell = (candidate: Candidate | undefined, answer: string) => {
    const { token = '', score = 0 } = candidate ?? {};
    const text = `${printable(token)} ${Math.round(score * 100)} %`;
    return token === answer ? paint('green', `${text} ✓`) : text;
  };
  const rows = questions.map(({ text, answer }, i) => [
    text,
    paint('bold', answer),
    cell(before[i], answer),
    cell(after[i], answer),
  ]);
  const head = ['', 'the word', 'before', 'after'].map((title) => paint('dim', title));
  const rightCount = (answers: readonly Candidate[]) =>
    questions.filter(({ answer }, i) => answers[i]?.token === answer).length;
  return [
    '',
    ...table([head, ...rows]).map((line) => `  ${line}`),
    '',
    `Before: ${rightCount(before)} of ${questions.length} right. After: ${rightCount(after)} of ${questions.length}.`,
  ];
}
