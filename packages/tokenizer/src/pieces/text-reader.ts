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
export class TextReader {
  /** Where there is a fast way: it takes texts that are not split. */
  readonly fast: FastReader | undefined;
  private readonly other: WordReader | undefined;
  private readonly continues: Uint8Array;
  private scratch = new TokenStore(1024);

  /**
   * @param createReader  for definitions that the fast way does not take. Default: they are refused
   * @throws {TokenizerOptionError} the definition is refused
   */
  constructor(definition: TokenizerDefinition, pieces: PieceTable, unkId: number, createReader?: CreateReader) {
    this.continues = pieces.continues;
    this.fast = createFastReader(definition, pieces, unkId);
    if (this.fast !== undefined) return;
    if (createReader === undefined) {
      throw new TokenizerOptionError(
        'A special token starts with a letter or a digit, which createTokenizer does not take: use buildTokenizer(bertDefinition(…)).',
      );
    }
    this.other = createReader(definition, pieces, unkId);
  }

  /** @param findsSpecial  whether special tokens are looked for in the text */
  read(text: Text, findsSpecial: boolean): Tokens {
    if (typeof text === 'string') return this.readText(text, findsSpecial);
    const parts = text.words.map((word) => this.readText(word, findsSpecial));
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

  /** The ids alone. */
  readIds(text: string, findsSpecial: boolean): Int32Array {
    if (this.other) return this.other.read(text, findsSpecial).ids;
    const found = this.readFast(text, findsSpecial);
    return found.ids.slice(found.rowStart, found.length);
  }

  private readText(text: string, findsSpecial: boolean): Tokens {
    if (this.other) return this.other.read(text, findsSpecial);
    const found = this.readFast(text, findsSpecial);
    const ids = found.ids.slice(found.rowStart, found.length);
    const offsets = found.offsets.slice(2 * found.rowStart, 2 * found.length);
    return { ids, offsets, words: numberWords(ids, this.continues) };
  }

  /** The tokens as the last row of a store that the next text overwrites. */
  private readFast(text: string, findsSpecial: boolean): TokenStore {
    if (this.scratch.capacity > keptCapacity) this.scratch = new TokenStore(1024);
    this.scratch.length = 0;
    this.scratch.startRow();
    this.fast?.read(text, this.scratch, findsSpecial);
    return this.scratch;
  }
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
    column.set(columnOf(part, i), at);
    at += columnOf(part, i).length;
  }
  return column;
}
