import type { DecoderDefinition } from '../definition.js';

/** Blanks that stand before English contractions and punctuation; replaced in this order within each token. */
const cleanUps: readonly [string, string][] = [
  [' .', '.'],
  [' ?', '?'],
  [' !', '!'],
  [' ,', ','],
  [" ' ", "'"],
  [" n't", "n't"],
  [" 'm", "'m"],
  [' do not', " don't"],
  [" 's", "'s"],
  [" 've", "'ve"],
  [" 're", "'re"],
];

/**
 * Joins tokens to text: those that continue a word directly, others by a blank (Hugging Face's `WordPiece` decoder).
 * Without a decoder all are joined by blanks.
 *
 * Cleaning up looks at one token and its blank at a time, as there, so that `don ' t` stays as it is.
 */
export function joinTokens(tokens: readonly string[], decoder: DecoderDefinition | undefined): string {
  if (decoder === undefined) return tokens.join(' ');
  const { prefix, cleanUp } = decoder;
  let text = '';
  for (const [i, token] of tokens.entries()) {
    let part = i === 0 ? token : token.startsWith(prefix) ? token.slice(prefix.length) : ` ${token}`;
    if (cleanUp) for (const [from, to] of cleanUps) part = part.replaceAll(from, to);
    text += part;
  }
  return text;
}
