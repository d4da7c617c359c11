import { cleanedUp, contractions } from '../pieces/join-tokens.js';
import { stripEnd, stripStart } from './strip.js';

/**
 * Joins tokens to text as the slow `BertTokenizer` of transformers 4 does: cleaning up looks at the text as a whole, so
 * that `don ' t` becomes `don't`, and blanks at the ends of the text go.
 *
 * @param added  tokens that stay as they are: the added ones, but for special tokens that are pieces. Default: none
 */
export function joinSlowTokens(
  tokens: readonly string[],
  { cleanUp, added = new Set() }: { cleanUp: boolean; added?: ReadonlySet<string> },
): string {
  const parts: string[] = [];
  let pieces: string[] = [];
  const joined = () => stripStart(stripEnd(pieces.join(' ').replaceAll(' ##', '')));
  for (const token of tokens) {
    if (added.has(token)) {
      const part = joined();
      parts.push(...(part === '' ? [] : [part]), token);
      pieces = [];
    } else {
      pieces.push(token);
    }
  }
  if (pieces.length > 0) parts.push(joined());
  const text = parts.join(' ');
  return cleanUp ? cleanedUp(text, contractions) : text;
}
