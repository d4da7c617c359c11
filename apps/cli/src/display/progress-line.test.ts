import { describe, expect, it } from 'vitest';
import { recordingOutput } from '../testing.js';
import { progressLine } from './progress-line.js';

/** What is seen of a line that changes a hundred times a second. */
function shown(seconds: number, { isTerminal }: { isTerminal: boolean }): string {
  const output = recordingOutput({ isTerminal });
  let time = 0;
  const progress = progressLine(output, () => time);
  for (let i = 1; i <= seconds * 100; i++) {
    time = i * 10;
    progress.show(() => `line ${i}`);
  }
  progress.end();
  return output.text;
}

describe('progressLine', () => {
  it('writes a line every ten seconds in a log, and none of short work', () => {
    expect(shown(25, { isTerminal: false })).toBe('line 1000\nline 2000\n');
    expect(shown(9, { isTerminal: false })).toBe('');
  });

  it('is rewritten ten times a second on a terminal, and taken away at the end', () => {
    const text = shown(1, { isTerminal: true });
    expect(text.match(/line \d+/g)).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90, 100].map((i) => `line ${i}`));
    expect(text.endsWith('\x1b[1A\r\x1b[J\x1b[?7h')).toBe(true);
  });
});
