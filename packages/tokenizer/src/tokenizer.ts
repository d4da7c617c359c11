import { assemble, type Encoding, type PaddingOptions, pad, type TokenRange } from './encoding.js';
import { TokenizerOptionError, TruncationError, VocabularyError } from './errors.js';
import { joinTokens } from './join-tokens.js';
import { Normalizer } from './normalizer.js';
import { Scanner } from './scanner.js';
import { type SpecialTokenRole, settingsOf, type TokenizerOptions, type TokenizerSettings } from './settings.js';
import { TokenBuffer } from './token-buffer.js';
import { type TruncationOptions, truncatedLengths } from './truncation.js';
import { WordPieces } from './word-pieces.js';

export interface EncodeOptions extends EncodeBatchOptions {
  /** A second text. Default: none. */
  readonly pair?: string | undefined;
}

export interface EncodeBatchOptions {
  /** Adds [CLS] and [SEP]. Default: true. */
  readonly addSpecialTokens?: boolean | undefined;
  /** Default: nothing is cut. */
  readonly truncation?: TruncationOptions | undefined;
  /** Default: nothing is filled up. */
  readonly padding?: PaddingOptions | undefined;
}

export interface EncodeToIdsOptions {
  /** Whether `[MASK]` and the like in the text are special tokens, and not plain text. Default: true. */
  readonly specialTokens?: boolean | undefined;
}

export interface DecodeOptions {
  /** Leaves special tokens out. Default: true. */
  readonly skipSpecialTokens?: boolean | undefined;
  /** Takes out blanks before punctuation marks and in English contractions. Default: true. */
  readonly cleanUp?: boolean | undefined;
}

/** A text or a pair of texts. */
export type TextInput = string | readonly [text: string, pair: string];

/**
 * Makes a tokenizer that gives what Hugging Face's Rust `tokenizers` gives for BERT, in every field.
 *
 * @throws {VocabularyError} where a special token is not in the vocabulary
 * @throws {TokenizerOptionError} for an option that means nothing
 *
 * @example
 * const tokenizer = createTokenizer({ vocabulary: ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'hug', '##ging'] });
 * tokenizer.encode('Hugging').tokens; // => ['[CLS]', 'hug', '##ging', '[SEP]']
 */
export function createTokenizer(options: TokenizerOptions): Tokenizer {
  return new Tokenizer(options);
}

/**
 * BERT's tokenizer: text is normalised and split into words, and words into pieces of the vocabulary.
 *
 * Takes any text: none makes it fail, and its time grows with the length of the text only. A surrogate alone counts as
 * U+FFFD.
 */
export class Tokenizer {
  readonly settings: TokenizerSettings;
  /** id → piece. */
  readonly vocabulary: readonly string[];
  readonly padId: number;
  readonly unkId: number;
  readonly clsId: number;
  readonly sepId: number;
  readonly maskId: number;
  private readonly ids = new Map<string, number>();
  private readonly specialIds: ReadonlySet<number>;
  private readonly specialTokens: RegExp;
  private readonly scanner: Scanner;
  private readonly buffer = new TokenBuffer();

  /** Use {@link createTokenizer}. */
  constructor({ vocabulary, ...options }: TokenizerOptions) {
    this.settings = settingsOf(options);
    this.vocabulary = [...vocabulary];
    for (const [id, piece] of vocabulary.entries()) this.ids.set(piece, id);
    this.padId = this.specialId('padToken');
    this.unkId = this.specialId('unkToken');
    this.clsId = this.specialId('clsToken');
    this.sepId = this.specialId('sepToken');
    this.maskId = this.specialId('maskToken');
    this.specialIds = new Set([this.padId, this.unkId, this.clsId, this.sepId, this.maskId]);
    this.specialTokens = anyOf(Array.from(this.specialIds, (id) => this.vocabulary[id] ?? ''));
    this.scanner = new Scanner(new Normalizer(this.settings), new WordPieces(this.ids, this.unkId));
  }

  /** Pieces in the vocabulary: ids are below this. */
  get vocabularySize(): number {
    return this.vocabulary.length;
  }

  /** The id of a piece, or `undefined`. */
  tokenToId(token: string): number | undefined {
    return this.ids.get(token);
  }

  /** The piece of an id, or `undefined`; also for a piece that the vocabulary has again further down. */
  idToToken(id: number): string | undefined {
    const token = this.vocabulary[id];
    return token !== undefined && this.ids.get(token) === id ? token : undefined;
  }

  /**
   * Encodes a text, or a pair of texts, as a model takes it: [CLS] A [SEP] (B [SEP]).
   *
   * Special tokens that stand in the text are recognised; they must be written exactly so.
   *
   * @throws {TruncationError} where the tokens cannot be cut as asked
   * @throws {TokenizerOptionError} for an option that means nothing
   */
  encode(text: string, { pair, ...options }: EncodeOptions = {}): Encoding {
    const encoding = this.encodeUnpadded(text, pair, options);
    return options.padding ? this.pad(encoding, encoding.inputIds.length, options.padding) : encoding;
  }

  /**
   * Encodes many texts or pairs. With `padding: {}` all become as long as the longest.
   *
   * @throws {TruncationError} where the tokens of one cannot be cut as asked
   * @throws {TokenizerOptionError} for an option that means nothing
   */
  encodeBatch(inputs: readonly TextInput[], options: EncodeBatchOptions = {}): Encoding[] {
    const encodings = inputs.map((input) => {
      const [text, pair] = typeof input === 'string' ? [input] : input;
      return this.encodeUnpadded(text, pair, options);
    });
    const { padding } = options;
    if (!padding) return encodings;
    const longest = encodings.reduce((length, { inputIds }) => Math.max(length, inputIds.length), 0);
    return encodings.map((encoding) => this.pad(encoding, longest, padding));
  }

  /** The ids alone, nothing added: the cheapest way through, for corpora. */
  encodeToIds(text: string, { specialTokens = true }: EncodeToIdsOptions = {}): Int32Array {
    this.buffer.clear();
    const { to } = this.read(text, specialTokens);
    return this.buffer.ids.slice(0, to);
  }

  /** The tokens alone, nothing added. */
  tokenize(text: string): string[] {
    return Array.from(this.encodeToIds(text), (id) => this.vocabulary[id] ?? '');
  }

  /**
   * Text that reads like what the ids were made from: pieces joined, blanks between words. Ids that the vocabulary has
   * not are left out.
   */
  decode(ids: Iterable<number>, { skipSpecialTokens = true, cleanUp = true }: DecodeOptions = {}): string {
    const tokens: string[] = [];
    for (const id of ids) {
      const token = this.idToToken(id);
      if (token !== undefined && !(skipSpecialTokens && this.specialIds.has(id))) tokens.push(token);
    }
    return joinTokens(tokens, cleanUp);
  }

  private encodeUnpadded(text: string, pair: string | undefined, options: EncodeBatchOptions): Encoding {
    const { addSpecialTokens = true, truncation } = options;
    this.buffer.clear();
    const ranges = pair === undefined ? [this.read(text)] : [this.read(text), this.read(pair)];
    const kept = truncation ? cut(ranges, addSpecialTokens ? ranges.length + 1 : 0, truncation) : ranges;
    const template = addSpecialTokens ? this : undefined;
    return assemble(this.buffer, kept, this.vocabulary, template, tokenCount(ranges) - tokenCount(kept));
  }

  /** Adds the tokens of a text to the buffer. */
  private read(text: string, specialTokens = true): TokenRange {
    const { buffer, scanner } = this;
    const from = buffer.length;
    buffer.wordCount = 0;
    let done = 0;
    if (specialTokens) {
      for (const { 0: token, index } of text.matchAll(this.specialTokens)) {
        scanner.scan(text, done, index, buffer);
        done = index + token.length;
        buffer.push(this.ids.get(token) ?? this.unkId, index, done, buffer.wordCount++);
      }
    }
    scanner.scan(text, done, text.length, buffer);
    return { from, to: buffer.length };
  }

  private pad(encoding: Encoding, longest: number, options: PaddingOptions): Encoding {
    const { length = longest, multipleOf = 1, direction = 'right', tokenTypeId = 0 } = options;
    requireWhole('padding.length', length, 0);
    requireWhole('padding.multipleOf', multipleOf, 1);
    requireOneOf('padding.direction', direction, ['left', 'right']);
    return pad(encoding, Math.ceil(length / multipleOf) * multipleOf, {
      id: this.padId,
      token: this.settings.padToken,
      tokenTypeId,
      onLeft: direction === 'left',
    });
  }

  private specialId(role: SpecialTokenRole): number {
    const token = this.settings[role];
    const id = this.ids.get(token);
    if (id === undefined) {
      throw new VocabularyError(
        `The vocabulary has no ${JSON.stringify(token)}, which is the ${role}. Add it, or name another token of the vocabulary.`,
      );
    }
    return id;
  }
}

function cut(ranges: readonly TokenRange[], addedCount: number, truncation: TruncationOptions): TokenRange[] {
  const { maxLength, strategy = 'longestFirst', direction = 'right' } = truncation;
  requireWhole('truncation.maxLength', maxLength, 0);
  requireOneOf('truncation.strategy', strategy, ['longestFirst', 'onlyFirst', 'onlySecond']);
  requireOneOf('truncation.direction', direction, ['left', 'right']);
  if (maxLength < addedCount) {
    throw new TruncationError(`maxLength is ${maxLength}, but the special tokens alone are ${addedCount}.`);
  }
  const lengths = truncatedLengths(
    ranges.map(({ from, to }) => to - from),
    maxLength - addedCount,
    strategy,
  );
  return ranges.map(({ from, to }, i) => {
    const length = lengths[i] ?? 0;
    return direction === 'right' ? { from, to: from + length } : { from: to - length, to };
  });
}

function tokenCount(ranges: readonly TokenRange[]): number {
  return ranges.reduce((count, { from, to }) => count + to - from, 0);
}

/** Finds any of the tokens, the longest one where several match at a place. */
function anyOf(tokens: readonly string[]): RegExp {
  const longestFirst = [...tokens].sort((x, y) => y.length - x.length);
  return new RegExp(longestFirst.map((token) => token.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|'), 'g');
}

function requireWhole(option: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least) {
    throw new TokenizerOptionError(`${option} is ${value}; it must be a whole number from ${least} on.`);
  }
}

function requireOneOf(option: string, value: string, allowed: readonly string[]): void {
  if (!allowed.includes(value)) {
    throw new TokenizerOptionError(`${option} is ${JSON.stringify(value)}; it must be one of ${allowed.join(', ')}.`);
  }
}
