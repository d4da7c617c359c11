const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
const heights = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/** A bar of `share` in [0, 1] of a width in columns, to an eighth of one; nothing at all only for 0. */
export function bar(share: number, width: number): string {
  const units = share > 0 ? Math.max(1, Math.round(share * width * 8)) : 0;
  return '█'.repeat(Math.floor(units / 8)) + (eighths[units % 8] ?? '');
}

/** A bar, and what it lacks. */
export function progressBar(share: number, width: number): string {
  const filled = Math.floor(Math.min(1, share) * width);
  return '█'.repeat(filled) + '░'.repeat(width - filled);
}

/** The course of some numbers in one line, the lowest at the bottom. */
export function sparkline(values: readonly number[], width: number): string {
  return chart(values, { width, height: 1 })[0] ?? '';
}

/** The course of some numbers as a filled curve, from the lowest to the highest of them; lines from the top down. */
export function chart(values: readonly number[], { width, height }: { width: number; height: number }): string[] {
  const columns = means(values, width);
  const lowest = columns.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const highest = columns.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  // From an eighth up, so that the lowest is seen too.
  const units = columns.map((value) => 1 + Math.round(((value - lowest) / (highest - lowest || 1)) * (height * 8 - 1)));
  return Array.from({ length: height }, (_, row) => {
    const below = (height - 1 - row) * 8;
    return units.map((unit) => heights[Math.min(8, Math.max(0, unit - below))]).join('');
  });
}

/** At most `count` numbers: the means of equal parts. */
function means(values: readonly number[], count: number): number[] {
  if (values.length <= count) return [...values];
  return Array.from({ length: count }, (_, i) => {
    const part = values.slice(Math.floor((i * values.length) / count), Math.floor(((i + 1) * values.length) / count));
    return part.reduce((sum, value) => sum + value, 0) / part.length;
  });
}
