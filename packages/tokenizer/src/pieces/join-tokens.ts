import type { DecoderDefinition } from '../definition.js';

/** What cleaning up replaces, in this order. */
type CleanUps = readonly (readonly [from: string, to: string])[];

/** Blanks that stand before punctuation and English contractions. */
export const contractions: CleanUps = [
  [' .', '.'],
  [' ?', '?'],
  [' !', '!'],
  [' ,', ','],
  [" ' ", "'"],
  [" n't", "n't"],
  [" 'm", "'m"],
  [" 's", "'s"],
  [" 've", "'ve"],
  [" 're", "'re"],
];

/** The decoder of the Rust library knows one more, between those with `n't` and `'m` and the rest. */
const cleanUps: CleanUps = [...contractions.slice(0, 7), [' do not', " don't"], ...contractions.slice(7)];

export function cleanedUp(text: string, replaced: CleanUps): string {
  return replaced.reduce((cleaned, [from, to]) => cleaned.replaceAll(from, to), text);
}

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
    const part = i === 0 ? token : token.startsWith(prefix) ? token.slice(prefix.length) : ` ${token}`;
    text += cleanUp ? cleanedUp(part, cleanUps) : part;
  }
  return text;
}
