import type { Output } from '../terminal.js';

/** Some lines at the end of a terminal that are rewritten in place. */
export interface LiveRegion {
  /** Puts these lines in place of those shown before. */
  show(lines: readonly string[]): void;
  /** Takes the lines away, so that others may be written. */
  clear(): void;
}

export function liveRegion(output: Output): LiveRegion {
  let shownCount = 0;
  const draw = (lines: readonly string[]) => {
    const up = shownCount === 0 ? '' : `\x1b[${shownCount}A`;
    const text = lines.map((line) => `${line}\x1b[K\n`).join('');
    // With the wrapping of long lines off, so that a line stays one; all in one write, so that nothing flickers.
    output.write(`\x1b[?7l${up}\r${text}\x1b[J\x1b[?7h`);
    shownCount = lines.length;
  };
  return { show: draw, clear: () => draw([]) };
}
