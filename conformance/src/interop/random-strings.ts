import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { Random } from '@bertkit/random';
import { codePointOffsets, createTokenizer, type Tokenizer, tokenizerFiles, trainWordPiece } from '@bertkit/tokenizer';
import { compareExactly } from '../compare.js';
import type { Report } from '../report.js';
import { runScript } from './python.js';

/** How many strings the vocabulary is trained on. */
const sampleSize = 20_000;

/**
 * Encodes random strings with bertkit and with the Python binding of `tokenizers`, which reads the `tokenizer.json` that
 * bertkit writes, and compares ids and offsets of every string, lowercased and cased.
 */
export async function compareRandomStrings(
  python: string,
  count: number,
  folder: string,
  report: Report,
): Promise<void> {
  const strings = randomStrings(count, 20);
  const stringsFile = join(folder, 'strings.jsonl');
  writeFileSync(stringsFile, strings.map((text) => `${JSON.stringify(text)}\n`).join(''));
  for (const lowercase of [true, false]) {
    const vocabulary = await trainWordPiece(strings.slice(0, sampleSize), {
      vocabularySize: 8000,
      limitAlphabet: 3000,
      lowercase,
    });
    const tokenizer = createTokenizer({ vocabulary, lowercase });
    const directory = join(folder, lowercase ? 'lowercased' : 'cased');
    mkdirSync(directory);
    for (const [name, content] of Object.entries(tokenizerFiles(tokenizer)))
      writeFileSync(join(directory, name), content);
    const answers = join(directory, 'checksums');
    runScript(python, 'random_strings.py', [join(directory, 'tokenizer.json'), stringsFile, answers]);
    const bytes = readFileSync(answers);
    const theirs = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
    await report.case(`${count} random strings, ${lowercase ? 'lowercased' : 'cased'}`, (each) => {
      each.check('answers', compareExactly(theirs.length, strings.length));
      const differing = strings.filter((text, i) => checksum(tokenizer, text) !== theirs[i]);
      each.check('differing strings', compareExactly(differing.slice(0, 5), []));
    });
  }
}

/** Of the ids, then of the offsets in code points, as 32-bit integers. */
function checksum(tokenizer: Tokenizer, text: string): number {
  const encoding = tokenizer.encode(text);
  const offsets = codePointOffsets(encoding, text);
  const bytes = ({ buffer, byteOffset, byteLength }: Int32Array) => new Uint8Array(buffer, byteOffset, byteLength);
  return crc32(bytes(offsets), crc32(bytes(encoding.inputIds)));
}

/** Strings of up to `most` parts: letters of some scripts, marks, blanks, special tokens, and any characters of Unicode. */
function randomStrings(count: number, most: number): string[] {
  const random = new Random(1, 'strings');
  const between = (first: number, last: number) => String.fromCodePoint(first + random.below(last - first + 1));
  const parts: (() => string)[] = [
    () => between(0x61, 0x7a),
    () => between(0x20, 0x7e),
    () => between(0xa0, 0x24f),
    () => between(0x300, 0x36f),
    () => between(0x370, 0x5ff),
    () => between(0x4e00, 0x9fff),
    () => between(0xac00, 0xd7a3),
    () => between(0x2000, 0x2fff),
    () => between(0xf900, 0xffff),
    () => between(0x10000, 0x2ffff),
    () => between(0, random.below(4) === 0 ? 0x10ffff : 0x1fff),
    () => ' ',
    () =>
      ['[CLS]', '[SEP]', '[MASK]', '[PAD]', '[UNK]', '[MASK', '\u0000', '\ufeff', 'ing', 'the'][random.below(10)] ?? '',
  ];
  return Array.from({ length: count }, () => {
    // A string keeps to a few kinds of parts, so that words of several letters come about.
    const kinds = Array.from({ length: 1 + random.below(4) }, () => parts[random.below(parts.length)]);
    const text = Array.from({ length: random.below(most + 1) }, () => kinds[random.below(kinds.length)]?.() ?? '').join(
      '',
    );
    return text.replace(/\p{Surrogate}/gu, ''); // half a pair is no text in Python
  });
}
