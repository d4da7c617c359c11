import type { PullEvent } from '@bertkit/hub';
import type { Output } from '../terminal.js';
import { progressBar } from './bars.js';
import { liveRegion } from './live-region.js';
import { bytes } from './numbers.js';
import { painter } from './paint.js';

/** Shows how the files of a model come in. */
export interface PullDisplay {
  show(event: PullEvent): void;
  /** Takes away what is shown for the moment. */
  end(): void;
}

/** A line for each file that has come; and how the present one comes: rewritten on a terminal, every ten seconds in logs. */
export function pullDisplay(output: Output, now = () => performance.now()): PullDisplay {
  const region = output.isTerminal ? liveRegion(output) : undefined;
  const paint = painter(output);
  const pause = output.isTerminal ? 100 : 10_000; // milliseconds
  let began = now();
  let shownAt = now();

  const print = (line: string) => {
    region?.clear();
    output.write(`${line}\n`);
  };
  const progress = ({ file, receivedBytes, size }: PullEvent & { kind: 'transfer' }): string => {
    const rate = receivedBytes / ((now() - began) / 1000);
    const share = size === 0 ? 1 : receivedBytes / size;
    const bar = output.isTerminal ? `${paint('cyan', progressBar(share, 20))}  ` : '';
    return `${file}  ${bar}${bytes(receivedBytes)} of ${bytes(size)}, ${bytes(Math.round(rate))}/s`;
  };

  return {
    show(event) {
      if (event.kind === 'stored') return print(`${event.file}  ${bytes(event.size)}`);
      if (event.kind === 'waiting') return print('Another process is fetching this model: waiting for it …');
      if (event.kind === 'unreachable')
        return print(`${event.error.message} Going on with commit ${event.commit.slice(0, 7)}, which is in the cache.`);
      if (event.receivedBytes === 0) began = now();
      else if (now() - shownAt >= pause) {
        shownAt = now();
        if (region === undefined) print(progress(event));
        else region.show([progress(event)]);
      }
    },
    end: () => region?.clear(),
  };
}
