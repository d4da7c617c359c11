import type { TokenizerMode } from '../definition.js';
import { VocabularyError } from '../errors.js';
import { stripEnd, stripStart, unicodeWhitespace } from './strip.js';

/**
 * The pieces of a `vocab.txt`: one a line, its number (from 0) the id. Lines do not end at U+2028, which can be a piece.
 *
 * What else belongs to no piece is seen differently, so that the modes name two pieces of `bert-base-chinese`
 * differently: `'hf'` leaves out white space at the end of a line, `'google'` at both ends, `'hf-slow'` none, but for it
 * lines end at `\r`, too.
 *
 * @throws {VocabularyError} where there is no line
 */
export function parseVocabularyLines(text: string, mode: TokenizerMode): string[] {
  const lines = text.split(mode === 'hf-slow' ? /\r\n?|\n/ : '\n');
  if (lines.at(-1) === '') lines.pop(); // the last line ended, as it should
  if (lines.length === 0) throw new VocabularyError('The vocabulary is empty; it must have one piece a line.');
  if (mode === 'hf-slow') return lines;
  return lines.map((line) => (mode === 'hf' ? stripEnd(line, unicodeWhitespace) : stripStart(stripEnd(line))));
}
