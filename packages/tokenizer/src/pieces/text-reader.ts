import type { TokenizerDefinition } from '../definition.js';
import { TokenStore } from '../encoding/token-store.js';
import { numberWords, type Tokens } from '../encoding/tokens.js';
import { TokenizerOptionError } from '../errors.js';
import { Normalizer } from '../words/normalizer.js';
import { FastReader } from './fast-reader.js';
import type { PieceTable } from './piece-table.js';

/** A text, or a text that was split into words beforehand. */
export type Text = string | { readonly words: readonly string[] };

/** Text to tokens, by any way. */
export interface WordReader {
  read(text: string, findsSpecial: boolean): Tokens;
}

export type CreateReader = (definition: TokenizerDefinition, pieces: PieceTable, unkId: number) => WordReader;

/** The most tokens of which a scratch store is kept. */
const keptCapacity = 2 ** 20;

/** Text to tokens as a definition has it, by the fastest way that is exact. */
export interface TextReader {
  /** Where there is a fast way: it takes texts that are not split. */
  readonly fast: FastReader | undefined;
  /** @param findsSpecial  whether special tokens are looked for in the text */
  read(text: Text, findsSpecial: boolean): Tokens;
  /** The ids alone. */
  readIds(text: string, findsSpecial: boolean): Int32Array;
}

/**
 * @param createReader  for definitions that the fast way does not take. Default: they are refused
 * @throws {TokenizerOptionError} the definition is refused
 */
export function createTextReader(
  definition: TokenizerDefinition,
  pieces: PieceTable,
  unkId: number,
  createReader?: CreateReader,
): TextReader {
  const fast = createFastReader(definition, pieces, unkId);
  if (fast !== undefined) return fastTextReader(fast, pieces.continues);
  if (createReader === undefined) {
    throw new TokenizerOptionError(
      'A special token starts with a letter or a digit, which createTokenizer does not take: use buildTokenizer(bertDefinition(…)).',
    );
  }
  const reader = createReader(definition, pieces, unkId);
  return {
    fast,
    read: (text, findsSpecial) => readWords(text, (word) => reader.read(word, findsSpecial)),
    readIds: (text, findsSpecial) => reader.read(text, findsSpecial).ids,
  };
}

function fastTextReader(fast: FastReader, continues: Uint8Array): TextReader {
  let scratch = new TokenStore(1024);
  /** The tokens as the last row of a store that the next text overwrites. */
  const fill = (text: string, findsSpecial: boolean): TokenStore => {
    if (scratch.capacity > keptCapacity) scratch = new TokenStore(1024);
    scratch.length = 0;
    scratch.startRow();
    fast.read(text, scratch, findsSpecial);
    return scratch;
  };
  const readIds = (text: string, findsSpecial: boolean): Int32Array => {
    const { ids, rowStart, length } = fill(text, findsSpecial);
    return ids.slice(rowStart, length);
  };
  return {
    fast,
    read: (text, findsSpecial) =>
      readWords(text, (word) => {
        const ids = readIds(word, findsSpecial);
        const offsets = scratch.offsets.slice(2 * scratch.rowStart, 2 * scratch.length);
        return { ids, offsets, words: numberWords(ids, continues) };
      }),
    readIds,
  };
}

/** The tokens of a text that may be split, read word by word then. */
function readWords(text: Text, read: (word: string) => Tokens): Tokens {
  if (typeof text === 'string') return read(text);
  const parts = text.words.map(read);
  const spelled = new Map<number, string>();
  let length = 0;
  for (const part of parts) {
    for (const [i, token] of part.spelled ?? []) spelled.set(length + i, token);
    length += part.ids.length;
  }
  return {
    ids: joined(parts, length, ({ ids }) => ids),
    offsets: joined(parts, 2 * length, ({ offsets }) => offsets),
    words: joined(parts, length, ({ ids }, word) => new Int32Array(ids.length).fill(word)),
    spelled,
  };
}

/** With punctuation of ASCII, so that it starts no word. */
const startsOdd = /^[!-/:-@[-`{-~]/;

/** Whether the fast reader does all that a definition asks for. */
export function isPlain(definition: TokenizerDefinition): boolean {
  const { mode, normalizer, preTokenizer, addedTokens, continuingPrefix, maxWordLength } = definition;
  return (
    mode === 'hf' &&
    normalizer.map(({ type }) => type).join() === 'BertNormalizer' &&
    preTokenizer.map(({ type }) => type).join() === 'BertPreTokenizer' &&
    maxWordLength <= 1000 &&
    startsOdd.test(continuingPrefix) &&
    addedTokens.every(
      ({ content, normalized, singleWord, lstrip, rstrip }) =>
        startsOdd.test(content) &&
        !content.startsWith(continuingPrefix) &&
        !(normalized || singleWord || lstrip || rstrip),
    )
  );
}

function createFastReader(definition: TokenizerDefinition, pieces: PieceTable, unkId: number): FastReader | undefined {
  const { normalizer, vocabulary, maxWordLength, addedTokens } = definition;
  const [step] = normalizer;
  if (!isPlain(definition) || step?.type !== 'BertNormalizer') return undefined;
  const writtenTokens = addedTokens;
  return new FastReader({ normalizer: new Normalizer(step), pieces, vocabulary, unkId, maxWordLength, writtenTokens });
}

function joined(parts: readonly Tokens[], length: number, columnOf: (part: Tokens, index: number) => Int32Array) {
  const column = new Int32Array(length);
  let at = 0;
  for (const [i, part] of parts.entries()) {
    const next = columnOf(part, i);
    column.set(next, at);
    at += next.length;
  }
  return column;
}
