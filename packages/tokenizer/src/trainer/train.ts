import { TokenizerOptionError } from '../errors.js';
import { continuingPrefix, defaultSpecialTokens } from '../settings.js';
import { Normalizer, type NormalizerOptions } from '../words/normalizer.js';
import { textOf } from '../words/text-of.js';
import type { Word } from '../words/word.js';
import { WordSplitter } from '../words/word-splitter.js';
import { MergeQueue } from './merge-queue.js';
import { piecesOf, SegmentedWords } from './segmented-words.js';

export interface TrainWordPieceOptions extends NormalizerOptions {
  /**
   * How many pieces to make, below 2²⁶. Special tokens and single characters are made in any case, even if they are
   * more; fewer pieces come out where no pair is left that is frequent enough. Default: 30000.
   */
  readonly vocabularySize?: number | undefined;
  /** Two pieces are joined only where they stand side by side this often. Default: 2. */
  readonly minFrequency?: number | undefined;
  /**
   * How many different characters to keep: the most frequent. Words lose the others. Chinese needs some thousands; with
   * the default a text in two languages loses most of it. Default: 1000.
   */
  readonly limitAlphabet?: number | undefined;
  /** Characters to keep before all others, even where the text has none of them. Default: none. */
  readonly initialAlphabet?: Iterable<string> | undefined;
  /** The first pieces. Default: [PAD], [UNK], [CLS], [SEP], [MASK]. */
  readonly specialTokens?: readonly string[] | undefined;
  /** Marks pieces that continue a word; tokenizers of this package know `##` only. Default: `##`. */
  readonly prefix?: string | undefined;
  readonly onProgress?: ((progress: TrainWordPieceProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Where a training stands: it reads all lines, then joins pieces. */
export type TrainWordPieceProgress =
  | { readonly stage: 'reading'; readonly lineCount: number; readonly wordCount: number }
  | { readonly stage: 'joining'; readonly pieceCount: number; readonly vocabularySize: number };

/** How much is done before the event loop has its turn, progress is told, and an abort is heard. */
const linesPerTurn = 4096;
const joinsPerTurn = 256;

/**
 * Makes a WordPiece vocabulary of a text, as Hugging Face's `BertWordPieceTokenizer.train` does: words start as rows of
 * single characters, and the two pieces that stand side by side most often are joined, again and again. (This is
 * byte-pair encoding with a prefix; it does not weigh pairs by likelihood, as the WordPiece of Schuster & Nakajima 2012.)
 *
 * The same lines give the same vocabulary. The reference takes the words in random order, which settles ties.
 *
 * @param lines  the text; no word goes on in the next line, and `[MASK]` and the like are plain text
 * @returns id → piece
 * @throws {TokenizerOptionError} for an option that means nothing
 */
export async function trainWordPiece(
  lines: Iterable<string> | AsyncIterable<string>,
  options: TrainWordPieceOptions = {},
): Promise<string[]> {
  const { vocabularySize = 30000, minFrequency = 2, limitAlphabet = 1000, prefix = continuingPrefix } = options;
  const { initialAlphabet = [], specialTokens = Object.values(defaultSpecialTokens), onProgress, signal } = options;
  requireCount('vocabularySize', vocabularySize);
  requireCount('minFrequency', minFrequency);
  requireCount('limitAlphabet', limitAlphabet);
  const firstCharacters = [...initialAlphabet];
  for (const character of firstCharacters) {
    if ([...character].length !== 1) {
      throw new TokenizerOptionError(`initialAlphabet has ${JSON.stringify(character)}; each must be one character.`);
    }
  }

  const words = await countWords(lines, options);
  const vocabulary = new GrowingVocabulary([...specialTokens, ...alphabetOf(words, limitAlphabet, firstCharacters)]);
  // `##c` pieces are made as they are met: their order settles later ties.
  const segmented = new SegmentedWords(words, (word) =>
    [...word].flatMap((character, i) => {
      if (!vocabulary.has(character)) return [];
      return vocabulary.idOf(i === 0 ? character : prefix + character);
    }),
  );
  const queue = new MergeQueue();
  const enqueue = (pairs: ReadonlyMap<number, readonly number[]>) => {
    for (const [pair, places] of pairs) {
      const count = segmented.pairCounts.get(pair) ?? 0;
      if (count > 0) queue.push({ pair, count, words: places });
    }
  };
  enqueue(segmented.countPairs());

  for (let joins = 0; vocabulary.size < vocabularySize; ) {
    const merge = queue.pop();
    if (merge === undefined) break;
    const count = segmented.pairCounts.get(merge.pair) ?? 0;
    if (count !== merge.count) {
      queue.push({ ...merge, count }); // other joins have used up some of its places
      continue;
    }
    if (count < Math.max(1, minFrequency)) break;
    const [left, right] = piecesOf(merge.pair);
    const joined = vocabulary.idOf(vocabulary.pieceOf(left) + withoutPrefix(vocabulary.pieceOf(right), prefix));
    enqueue(segmented.join(merge.pair, joined, merge.words));
    if (++joins % joinsPerTurn === 0) {
      onProgress?.({ stage: 'joining', pieceCount: vocabulary.size, vocabularySize });
      await nextTurn(signal);
    }
  }
  onProgress?.({ stage: 'joining', pieceCount: vocabulary.size, vocabularySize });
  return vocabulary.pieces;
}

/** Word → how often it stands in the lines, in order of first appearance. */
async function countWords(
  lines: Iterable<string> | AsyncIterable<string>,
  { onProgress, signal, ...normalization }: TrainWordPieceOptions,
): Promise<Map<string, number>> {
  const splitter = new WordSplitter(new Normalizer(normalization));
  const words = new Map<string, number>();
  const count = (word: Word) => {
    const text = textOf(word);
    words.set(text, (words.get(text) ?? 0) + 1);
  };
  let lineCount = 0;
  for await (const line of lines) {
    splitter.split(line, 0, line.length, count);
    if (++lineCount % linesPerTurn === 0) {
      onProgress?.({ stage: 'reading', lineCount, wordCount: words.size });
      await nextTurn(signal);
    }
  }
  signal?.throwIfAborted();
  onProgress?.({ stage: 'reading', lineCount, wordCount: words.size });
  return words;
}

/** The `limit` most frequent characters, those given first of all, sorted by code point. */
function alphabetOf(words: ReadonlyMap<string, number>, limit: number, first: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const [word, count] of words) {
    for (const character of word) counts.set(character, (counts.get(character) ?? 0) + count);
  }
  for (const character of first) counts.set(character, Number.POSITIVE_INFINITY);
  const byCodePoint = [...counts.keys()].sort((x, y) => (x.codePointAt(0) ?? 0) - (y.codePointAt(0) ?? 0));
  const countOf = (character: string) => counts.get(character) ?? 0;
  // Of equally rare characters those of higher code points go, as sorting is stable.
  const kept = new Set(
    byCodePoint.toSorted((x, y) => (countOf(x) === countOf(y) ? 0 : countOf(y) - countOf(x))).slice(0, limit),
  );
  return byCodePoint.filter((character) => kept.has(character));
}

class GrowingVocabulary {
  /** id → piece. */
  readonly pieces: string[] = [];
  private readonly ids = new Map<string, number>();

  constructor(pieces: Iterable<string>) {
    for (const piece of pieces) this.idOf(piece);
  }

  get size(): number {
    return this.pieces.length;
  }

  has(piece: string): boolean {
    return this.ids.has(piece);
  }

  /** The id of a piece, a new one where there is none. */
  idOf(piece: string): number {
    let id = this.ids.get(piece);
    if (id === undefined) {
      id = this.pieces.push(piece) - 1;
      this.ids.set(piece, id);
    }
    return id;
  }

  pieceOf(id: number): string {
    return this.pieces[id] ?? '';
  }
}

function withoutPrefix(piece: string, prefix: string): string {
  return piece.startsWith(prefix) ? piece.slice(prefix.length) : piece;
}

/** Lets the event loop go round once. */
async function nextTurn(signal: AbortSignal | undefined): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
  signal?.throwIfAborted();
}

function requireCount(option: string, value: number): void {
  if (!(Number.isInteger(value) && value >= 0 && value < 2 ** 26)) {
    throw new TokenizerOptionError(`${option} is ${value}; it must be a whole number below 2^26.`);
  }
}
