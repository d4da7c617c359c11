import type { Output } from '../terminal.js';
import { liveRegion } from './live-region.js';

/** One line that tells how far long work is. */
export interface ProgressLine {
  /** @param line  called only when it is time to show something */
  show(line: () => string): void;
  /** Takes away what is shown for the moment. */
  end(): void;
}

/** Rewritten ten times a second on a terminal, written every ten seconds in logs. Of work that is sooner done there is none. */
export function progressLine(output: Output, now = () => performance.now()): ProgressLine {
  const region = output.isTerminal ? liveRegion(output) : undefined;
  const pause = output.isTerminal ? 100 : 10_000; // milliseconds
  let shownAt = now();
  return {
    show(line) {
      if (now() - shownAt < pause) return;
      shownAt = now();
      if (region === undefined) output.write(`${line()}\n`);
      else region.show([line()]);
    },
    end: () => region?.clear(),
  };
}
