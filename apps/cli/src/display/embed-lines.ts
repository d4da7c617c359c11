import type { EmbedProgress } from '@bertkit/pipelines';
import { counted, duration, plural } from './numbers.js';

/** How far embedding is, how fast, and for how long still, where that is known. */
export function embedProgressLine({ done, total, tokenCount }: EmbedProgress, seconds: number): string {
  const perSecond = done / seconds;
  return [
    total === undefined ? plural(done, 'text') : `${counted(done)} of ${plural(total, 'text')}`,
    `${counted(perSecond)} texts/s`,
    `${counted(tokenCount / seconds)} tokens/s`,
    ...(total === undefined ? [] : [`${duration((total - done) / perSecond)} left`]),
  ].join('  ');
}

/** What there is to say of texts that were too long, if any were. */
export function truncatedLine({ done, truncatedCount }: EmbedProgress, maxSequenceLength: number): string | undefined {
  if (truncatedCount === 0) return undefined;
  const were = truncatedCount === 1 ? 'was' : 'were';
  return `${counted(truncatedCount)} of ${plural(done, 'text')} had more than ${counted(maxSequenceLength)} tokens and ${were} cut.`;
}
