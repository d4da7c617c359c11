import type { EndpointError } from '@bertkit/hub';
import { expect, it } from 'vitest';
import { recordingOutput } from '../testing.js';
import { pullDisplay } from './pull-display.js';

const file = 'model.safetensors';
const size = 80_000_000;

function show(output: ReturnType<typeof recordingOutput>): void {
  let time = 0;
  const display = pullDisplay(output, () => time);
  display.show({ kind: 'transfer', file, receivedBytes: 0, size });
  for (const [at, receivedBytes] of [
    [50, 1_000_000],
    [2000, 40_000_000],
    [2010, 41_000_000],
    [12_000, 60_000_000],
  ] as const) {
    time = at;
    display.show({ kind: 'transfer', file, receivedBytes, size });
  }
  display.show({ kind: 'stored', file, size });
  display.end();
}

it('shows in logs a line every ten seconds, and one for each file', () => {
  const output = recordingOutput();
  show(output);
  expect(output.text).toBe(`${file}  60.0 MB of 80.0 MB, 5.0 MB/s\n${file}  80.0 MB\n`);
});

it('rewrites a line on a terminal, ten times a second at most, with bytes, a bar and the speed', () => {
  const output = recordingOutput({ isTerminal: true });
  show(output);
  expect(output.text.match(/[\d.]+ MB of 80\.0 MB, [\d.]+ MB\/s/g)).toEqual([
    '40.0 MB of 80.0 MB, 20.0 MB/s',
    '60.0 MB of 80.0 MB, 5.0 MB/s',
  ]);
  expect(output.text).toContain(`${file}  ██████████░░░░░░░░░░  40.0 MB`);
  expect(output.text).toContain(`${file}  80.0 MB\n`);
});

it('says what it waits for, and what it goes on with', () => {
  const output = recordingOutput();
  const display = pullDisplay(output);
  const error = { message: 'https://hub cannot be reached: no route.' } as EndpointError; // the message is all that is shown
  display.show({ kind: 'waiting' });
  display.show({ kind: 'unreachable', commit: '0123456789'.repeat(4), error });
  expect(output.text).toBe(
    'Another process is fetching this model: waiting for it …\n' +
      'https://hub cannot be reached: no route. Going on with commit 0123456, which is in the cache.\n',
  );
});
