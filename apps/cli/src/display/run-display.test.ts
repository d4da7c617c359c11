import type { PretrainEvent } from '@bertkit/training';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { recordingOutput } from '../testing.js';
import { jsonDisplay, lineDisplay, liveDisplay, type RunDisplay } from './run-display.js';
import { RunView } from './run-view.js';

const losses = { maskedLm: { loss: 6.25, accuracy: 0.125 }, nextSentence: { loss: 0.5, accuracy: 0.75 } };
const corpus: PretrainEvent = {
  kind: 'corpus',
  documentCount: 1,
  sentenceCount: 20,
  tokenCount: 300,
  emptySentenceCount: 0,
};
const start: PretrainEvent = {
  kind: 'start',
  step: 0,
  steps: 200_000,
  parameterCount: 110_106_428,
  trainingTokens: 3_300_000_000,
  heldOutTokens: 67_000_000,
  unigramBaseline: 7.125,
  nextSentenceBaseline: 0.5625,
};
const step = (number: number): PretrainEvent => ({
  kind: 'step',
  step: number,
  steps: 200_000,
  learningRate: 4.5e-4,
  gradientNorm: 1.5,
  tokensPerSecond: 12_345,
  secondsLeft: 90_000,
  ...losses,
});
const evaluation: PretrainEvent = { kind: 'evaluation', step: 100_000, steps: 200_000, ...losses };
const checkpoint: PretrainEvent = { kind: 'checkpoint', step: 100_000, file: 'checkpoint.safetensors' };

/** As the command does it. */
function play(display: RunDisplay, view: RunView, events: readonly PretrainEvent[]): void {
  for (const event of events) {
    view.update(event);
    display.show(event);
  }
}

describe('lineDisplay', () => {
  it('has a line every ten seconds, and one for each evaluation and checkpoint', () => {
    const output = recordingOutput();
    const view = new RunView();
    let now = 0;
    const display = lineDisplay(output, view, () => now);
    play(display, view, [corpus, start]);
    for (let number = 1; number <= 25; number++) {
      now += 1000;
      play(display, view, [step(number)]);
    }
    play(display, view, [evaluation, checkpoint]);
    expect(output.text.split('\n')).toEqual([
      '3,300,000,000 tokens to train on, 67,000,000 held out; 110,106,428 parameters',
      'to beat on the held-out text: loss 7.125, as by token frequencies alone',
      expect.stringMatching(
        /^step 10 of 200,000 {2}MLM loss 6.250, accuracy 12.5 % {2}NSP loss 0.500, accuracy 75.0 %/,
      ),
      expect.stringMatching(/^step 20 of .* rate 4.5e-4 {2}12,345 tokens\/s {2}25 h 0 min left$/),
      'step 100,000  held out: MLM loss 6.250 (unigrams 7.125), accuracy 12.5 %; NSP accuracy 75.0 % (majority 56.3 %)',
      'step 100,000  checkpoint written',
      '',
    ]);
  });
});

describe('liveDisplay', () => {
  it.each([80, 120])('keeps within %i columns', (columns) => {
    const output = recordingOutput({ isTerminal: true, columns });
    const view = new RunView();
    const display = liveDisplay(output, view);
    play(display, view, [corpus, start, ...Array.from({ length: 300 }, (_, i) => step(i + 1)), evaluation, checkpoint]);
    const lines = output.text.split('\n');
    expect(lines.length).toBeGreaterThan(10);
    expect(lines.filter((line) => stringWidth(line) > columns)).toEqual([]);
    const last = output.text.slice(output.text.lastIndexOf('\x1b[?7l'));
    expect(last).toContain('loss 6.250  accuracy 12.5 %  to beat: loss 7.125, unigrams');
    expect(last).toContain('checkpoint at step 100,000');
    display.end();
    expect(output.text.endsWith('\x1b[J\x1b[?7h')).toBe(true);
  });

  it('redraws ten times a second at most', () => {
    const output = recordingOutput({ isTerminal: true });
    const view = new RunView();
    let now = 0;
    const display = liveDisplay(output, view, () => now);
    play(display, view, [corpus, start]);
    const before = output.text.split('\x1b[?7l').length;
    for (let number = 1; number <= 100; number++) {
      now += 10;
      play(display, view, [step(number)]);
    }
    expect(output.text.split('\x1b[?7l').length - before).toBe(10);
  });
});

describe('jsonDisplay', () => {
  it('prints events as lines, of reading the corpus the last one only, and notes elsewhere', () => {
    const output = recordingOutput();
    const notes = recordingOutput();
    const display = jsonDisplay(output, notes);
    display.note('a note');
    play(display, new RunView(), [{ ...corpus, documentCount: 0 }, corpus, start, step(1), evaluation, checkpoint]);
    expect(
      output.text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([corpus, start, step(1), evaluation, checkpoint]);
    expect(notes.text).toBe('a note\n');
  });
});
