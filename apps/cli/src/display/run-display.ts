import type { PretrainEvent } from '@bertkit/training';
import type { Output } from '../terminal.js';
import { progressBar, sparkline } from './bars.js';
import { table } from './columns.js';
import { liveRegion } from './live-region.js';
import { counted, duration, percent, plural } from './numbers.js';
import { type Paint, painter } from './paint.js';
import type { RunView } from './run-view.js';

/** Shows how a pre-training run goes. */
export interface RunDisplay {
  show(event: PretrainEvent): void;
  /** Writes a line that stays. */
  note(line: string): void;
  /** Takes away what is shown for the moment. */
  end(): void;
}

/** For programs: a JSON object a line on `output`, notes on `notes`. Of reading the corpus, only its end. */
export function jsonDisplay(output: Output, notes: Output): RunDisplay {
  let corpus: PretrainEvent | undefined;
  const print = (event: PretrainEvent) => output.write(`${JSON.stringify(event)}\n`);
  return {
    show(event) {
      if (event.kind === 'corpus') {
        corpus = event;
        return;
      }
      if (event.kind === 'start' && corpus !== undefined) print(corpus);
      print(event);
    },
    note: (line) => notes.write(`${line}\n`),
    end: () => {},
  };
}

/** For people at a terminal: the same few lines, rewritten. */
export function liveDisplay(output: Output, view: RunView, now = () => performance.now()): RunDisplay {
  const region = liveRegion(output);
  const paint = painter(output);
  let shownAt = Number.NEGATIVE_INFINITY;
  return {
    show(event) {
      const isFrequent = event.kind === 'step' || event.kind === 'corpus';
      if (isFrequent && now() - shownAt < 100) return;
      shownAt = now();
      if (event.kind === 'start') {
        region.clear();
        for (const line of startLines(view)) output.write(`${line}\n`);
      }
      region.show(liveLines(view, paint, output.columns));
    },
    note(line) {
      region.clear();
      output.write(`${line}\n`);
    },
    end: () => region.clear(),
  };
}

/** For logs: a line every ten seconds, and one for each evaluation and checkpoint. */
export function lineDisplay(output: Output, view: RunView, now = () => performance.now()): RunDisplay {
  const print = (line: string) => output.write(`${line}\n`);
  let printedAt = now();
  return {
    show(event) {
      if (event.kind === 'start') for (const line of startLines(view)) print(line);
      else if (event.kind === 'evaluation') print(`step ${counted(event.step)}  ${heldOutLine(view)}`);
      else if (event.kind === 'checkpoint') print(`step ${counted(event.step)}  checkpoint written`);
      else if (now() - printedAt < 10_000) return;
      else if (event.kind === 'corpus') print(corpusLine(view));
      else print(stepLine(view));
      printedAt = now();
    },
    note: print,
    end: () => {},
  };
}

function corpusLine({ corpus }: RunView): string {
  const { documentCount = 0, sentenceCount = 0, tokenCount = 0 } = corpus ?? {};
  return `reading: ${plural(documentCount, 'document')}, ${plural(sentenceCount, 'sentence')}, ${plural(tokenCount, 'token')}`;
}

function startLines({ start }: RunView): string[] {
  if (start === undefined) return [];
  const { step, steps, parameterCount, trainingTokens, heldOutTokens, unigramBaseline } = start;
  return [
    `${plural(trainingTokens, 'token')} to train on, ${counted(heldOutTokens)} held out; ${plural(parameterCount, 'parameter')}`,
    `to beat on the held-out text: loss ${unigramBaseline.toFixed(3)}, as by token frequencies alone`,
    ...(step === 0 ? [] : [`going on from step ${counted(step)} of ${counted(steps)}`]),
  ];
}

function stepLine({ step, smoothed: { maskedLm, nextSentence } }: RunView): string {
  if (step === undefined) return '';
  return [
    `step ${counted(step.step)} of ${counted(step.steps)}`,
    `MLM loss ${maskedLm.loss.toFixed(3)}, accuracy ${percent(maskedLm.accuracy)}`,
    `NSP loss ${nextSentence.loss.toFixed(3)}, accuracy ${percent(nextSentence.accuracy)}`,
    `rate ${step.learningRate.toExponential(1)}`,
    `${counted(step.tokensPerSecond)} tokens/s`,
    `${duration(step.secondsLeft)} left`,
  ].join('  ');
}

function heldOutLine({ evaluation, start }: RunView): string {
  if (evaluation === undefined || start === undefined) return '';
  const { maskedLm, nextSentence } = evaluation;
  return (
    `held out: MLM loss ${maskedLm.loss.toFixed(3)} (unigrams ${start.unigramBaseline.toFixed(3)}), ` +
    `accuracy ${percent(maskedLm.accuracy)}; NSP accuracy ${percent(nextSentence.accuracy)} (majority ${percent(start.nextSentenceBaseline)})`
  );
}

function liveLines(view: RunView, paint: Paint, columns: number): string[] {
  const { start, step, evaluation, checkpoint } = view;
  if (start === undefined) return [corpusLine(view)];
  if (step === undefined) return ['making the first step …'];
  const { maskedLm, nextSentence } = view.smoothed;
  const share = step.step / step.steps;
  const barWidth = Math.max(10, Math.min(40, columns - 56));
  const head = [
    `step ${counted(step.step)} of ${counted(step.steps)}`,
    paint('cyan', progressBar(share, barWidth)),
    `${Math.floor(share * 100)} %`,
    `${duration(step.secondsLeft)} left`,
  ];
  const figures = ({ loss, accuracy }: { loss: number; accuracy: number }) => [
    `loss ${loss.toFixed(3)}`,
    `accuracy ${percent(accuracy)}`,
  ];
  const rows = [
    ['masked words', ...figures(maskedLm), paint('green', sparkline(view.history.values, Math.max(10, columns - 50)))],
    ['next sentence', ...figures(nextSentence)],
  ];
  if (evaluation !== undefined) {
    const [unigrams, majority] = [start.unigramBaseline.toFixed(3), percent(start.nextSentenceBaseline)];
    rows.push(
      ['  masked words', ...figures(evaluation.maskedLm), paint('dim', `to beat: loss ${unigrams}, unigrams`)],
      ['  next sentence', ...figures(evaluation.nextSentence), paint('dim', `to beat: ${majority}, majority`)],
    );
  }
  const [masked = '', next = '', ...heldOut] = table(rows);
  if (evaluation !== undefined) heldOut.unshift(`held out, step ${counted(evaluation.step)}`);
  const saved = checkpoint === undefined ? [] : [`checkpoint at step ${counted(checkpoint.step)}`];
  const speed = [`rate ${step.learningRate.toExponential(1)}`, `${counted(step.tokensPerSecond)} tokens/s`, ...saved];
  return ['', head.join('  '), masked, next, ...heldOut, paint('dim', speed.join('  ·  '))];
}
