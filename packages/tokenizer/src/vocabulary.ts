import { VocabularyError } from './errors.js';

/** White space by Unicode; JavaScript's `trimEnd` takes U+FEFF too, and leaves U+0085. */
const whitespace =
  '\t\n\v\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000';

/**
 * The pieces of a `vocab.txt`: one a line, its number (from 0) the id.
 *
 * Lines end at `\n` only, as U+2028 and the like can be pieces. White space at the end of a line is no part of its
 * piece: so reads the Rust `tokenizers`, which makes `''` and `'##'` of two pieces of `bert-base-chinese`.
 *
 * @throws {VocabularyError} where there is no line
 */
export function parseVocabulary(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop(); // the last line ended, as it should
  if (lines.length === 0) throw new VocabularyError('The vocabulary is empty; it must have one piece a line.');
  return lines.map(trimEnd);
}

/**
 * The text of a `vocab.txt` which {@link parseVocabulary} reads back.
 *
 * @throws {VocabularyError} where a piece has a line end in it, or ends in white space
 */
export function serializeVocabulary(vocabulary: readonly string[]): string {
  for (const [id, piece] of vocabulary.entries()) {
    if (piece.includes('\n') || trimEnd(piece) !== piece) {
      throw new VocabularyError(
        `Piece ${id} is ${JSON.stringify(piece)}, but a vocab.txt can hold no line end and no white space at a piece's end.`,
      );
    }
  }
  return vocabulary.map((piece) => `${piece}\n`).join('');
}

function trimEnd(line: string): string {
  let end = line.length;
  while (end > 0 && whitespace.includes(line.charAt(end - 1))) end--;
  return line.slice(0, end);
}
