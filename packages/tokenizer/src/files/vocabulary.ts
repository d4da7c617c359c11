import type { TokenizerMode } from '../definition.js';
import { VocabularyError } from '../errors.js';

/** White space by Unicode; JavaScript's `trimEnd` takes U+FEFF too, and leaves U+0085. */
const whitespace =
  '\t\n\v\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000';
/** Python's `strip` takes four separators more. */
const pythonWhitespace = `${whitespace}\x1c\x1d\x1e\x1f`;

/** What a reference makes of the lines of a file. */
const readers: Readonly<Record<TokenizerMode, { lineEnd: RegExp; pieceOf(line: string): string }>> = {
  hf: { lineEnd: /\n/, pieceOf: (line) => trim(line, '', whitespace) },
  'hf-slow': { lineEnd: /\r\n|\n|\r/, pieceOf: (line) => line },
  google: { lineEnd: /\n/, pieceOf: (line) => trim(line, pythonWhitespace, pythonWhitespace) },
};

/**
 * The pieces of a `vocab.txt`: one a line, its number (from 0) the id.
 *
 * Lines end at `\n` only, as U+2028 and the like can be pieces. White space at the end of a line is no part of its
 * piece: so reads the Rust `tokenizers`, which makes `''` and `'##'` of two pieces of `bert-base-chinese`. The mode
 * `'google'` takes white space from both ends; `'hf-slow'` takes none, and lines end at `\r` too.
 *
 * @throws {VocabularyError} where there is no line
 */
export function parseVocabulary(text: string, mode: TokenizerMode = 'hf'): string[] {
  const { lineEnd, pieceOf } = readers[mode];
  const lines = text.split(lineEnd);
  if (lines.at(-1) === '') lines.pop(); // the last line ended, as it should
  if (lines.length === 0) throw new VocabularyError('The vocabulary is empty; it must have one piece a line.');
  return lines.map(pieceOf);
}

/**
 * The text of a `vocab.txt` which {@link parseVocabulary} reads back in the same mode.
 *
 * @throws {VocabularyError} where a piece has a line end in it, or begins or ends in white space that would be lost
 */
export function serializeVocabulary(vocabulary: readonly string[], mode: TokenizerMode = 'hf'): string {
  const id = unwritableId(vocabulary, mode);
  if (id !== undefined) {
    const piece = JSON.stringify(vocabulary[id]);
    throw new VocabularyError(
      `Piece ${id} is ${piece}, but a vocab.txt can hold no line end and no white space at a piece's end.`,
    );
  }
  return vocabulary.map((piece) => `${piece}\n`).join('');
}

/** The id of the first piece that a `vocab.txt` cannot hold, or `undefined`. */
export function unwritableId(vocabulary: readonly string[], mode: TokenizerMode): number | undefined {
  const { lineEnd, pieceOf } = readers[mode];
  const id = vocabulary.findIndex((piece) => lineEnd.test(piece) || pieceOf(piece) !== piece);
  return id === -1 ? undefined : id;
}

function trim(line: string, atStart: string, atEnd: string): string {
  let start = 0;
  let end = line.length;
  while (end > 0 && atEnd.includes(line.charAt(end - 1))) end--;
  while (start < end && atStart.includes(line.charAt(start))) start++;
  return line.slice(start, end);
}
