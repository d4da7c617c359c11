import type { Encoding, Tokenizer } from '@bertkit/tokenizer';
import { counted, plural } from './numbers.js';
import { type CutText, type ShownToken, shownTokens } from './token-view.js';

/** A text, or a pair, that was encoded. */
export interface EncodedTexts {
  readonly texts: readonly CutText[];
  /** As much of them as truncation has left; the rest is its overflow. */
  readonly encoding: Encoding;
}

/** For pipes, a line a window: `[CLS]:101 cafe:7668←Café [UNK]:100✗☃ [SEP]:102`, if titled with a tab before it. */
export function tokenLines(
  { texts, encoding }: EncodedTexts,
  tokenizer: Tokenizer,
  { titled }: { readonly titled: boolean },
): string[] {
  return windowsOf(encoding).map((window, i, windows) => {
    const title = titled ? `${windowTitle(window, i, windows.length)}\t` : '';
    return title + shownTokens(window, texts, tokenizer).map(plain).join(' ');
  });
}

function plain(shown: ShownToken): string {
  return `${shown.token}${shown.id === undefined ? '' : `:${shown.id}`}${signedSource(shown)}`;
}

/** What stands in the text, where the piece is another, after a sign: `←Café`; `✗☃` where the vocabulary has no pieces. */
export function signedSource({ fate, source }: ShownToken): string {
  if (fate === 'added' || fate === 'same') return '';
  return `${fate === 'unknown' ? '✗' : '←'}${source}`;
}

export function windowsOf(encoding: Encoding): readonly Encoding[] {
  return [encoding, ...encoding.overflow];
}

export function windowTitle({ length, truncatedCount }: Encoding, index: number, count: number): string {
  const window = `window ${counted(index + 1)} of ${counted(count)}`;
  return `${window}: ${plural(length, 'token')}, ${counted(truncatedCount)} left out`;
}
