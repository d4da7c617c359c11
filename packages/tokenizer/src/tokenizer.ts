import { bertDefinition, missingToken } from './bert-definition.js';
import type { AddedToken, TokenizerDefinition } from './definition.js';
import { type EncodeOptions, Encoder, type TextInput } from './encoding/encoder.js';
import type { Encoding } from './encoding/encoding.js';
import type { EncodingBatch } from './encoding/encoding-batch.js';
import { requireWhole } from './encoding/option-checks.js';
import type { PaddingOptions } from './encoding/padding.js';
import type { TokenizerMethods } from './methods.js';
import { joinTokens } from './pieces/join-tokens.js';
import { PieceTable } from './pieces/piece-table.js';
import { createTextReader, isPlain, type Text, type TextReader } from './pieces/text-reader.js';
import { defaultSpecialTokens, type SpecialTokenRole, type TokenizerOptions } from './settings.js';

export interface EncodeLinesOptions extends EncodeOptions {
  /** How many lines are encoded at a time. Default: 1024. */
  readonly batchSize?: number | undefined;
}

export interface EncodeToIdsOptions {
  /** Whether `[MASK]` and the like in the text are special tokens, and not plain text. Default: true. */
  readonly specialTokens?: boolean | undefined;
}

export interface DecodeOptions {
  /** Leaves special tokens out. Default: true. */
  readonly skipSpecialTokens?: boolean | undefined;
  /** Takes out blanks before punctuation marks and in English contractions. Default: as the tokenizer's files say, true. */
  readonly cleanUp?: boolean | undefined;
}

/**
 * Makes a tokenizer of BERT's kind from its vocabulary.
 *
 * @throws {VocabularyError} where a special token is not in the vocabulary
 * @throws {TokenizerOptionError} for an option that means nothing
 *
 * @example
 * const tokenizer = createTokenizer({ vocabulary: ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'hug', '##ging'] });
 * tokenizer.encode('Hugging').tokens; // => ['[CLS]', 'hug', '##ging', '[SEP]']
 */
export function createTokenizer(options: TokenizerOptions): Tokenizer {
  return new Tokenizer(bertDefinition(options));
}

/**
 * A WordPiece tokenizer: text is normalised and split into words, and words into pieces of the vocabulary.
 *
 * Takes any text: none makes it fail, and its time grows with the length of the text only. A surrogate alone counts as
 * U+FFFD.
 */
export class Tokenizer {
  /** All that it is made of. */
  readonly definition: TokenizerDefinition;
  /** Ids are below this: pieces of the vocabulary, and added tokens beyond it. */
  readonly vocabularySize: number;
  private readonly methods: TokenizerMethods | undefined;
  private readonly spellings: ReadonlyMap<number, string>;
  private readonly pieces: PieceTable;
  private readonly reader: TextReader;
  private readonly encoder: Encoder;
  private readonly addedTokens: ReadonlyMap<string, AddedToken>;
  private readonly addedContents: ReadonlyMap<number, string>;

  /**
   * Use {@link createTokenizer}, `buildTokenizer` or `loadTokenizer`.
   *
   * @throws {VocabularyError} the unknown token is missing, or a piece has half a surrogate pair
   */
  constructor(definition: TokenizerDefinition, methods?: TokenizerMethods) {
    this.methods = methods;
    this.spellings = methods?.spellings?.(definition) ?? new Map();
    const { vocabulary, addedTokens, continuingPrefix, unkToken } = definition;
    this.definition = definition;
    this.vocabularySize = addedTokens.reduce((size, { id }) => Math.max(size, id + 1), vocabulary.length);
    this.addedTokens = new Map(addedTokens.map((token) => [token.content, token]));
    this.addedContents = new Map(addedTokens.map(({ content, id }) => [id, content]));
    this.pieces = new PieceTable(vocabulary, continuingPrefix, { prefixStarts: !isPlain(definition) });
    this.reader = createTextReader(definition, this.pieces, this.idOf(unkToken, 'unkToken'), methods?.createReader);
    this.encoder = new Encoder({
      definition,
      methods,
      reader: this.reader,
      tokenOf: (id) => this.tokenOf(id),
      continues: this.pieces.continues,
      padding: (token = definition.roles.padToken ?? '[PAD]') => ({ id: this.idOf(token, 'padToken'), token }),
    });
  }

  /** @throws {VocabularyError} there is no padding token; the four below throw alike */
  get padId(): number {
    return this.roleId('padToken');
  }

  get unkId(): number {
    return this.roleId('unkToken');
  }

  get clsId(): number {
    return this.roleId('clsToken');
  }

  get sepId(): number {
    return this.roleId('sepToken');
  }

  get maskId(): number {
    return this.roleId('maskToken');
  }

  /** The id of a piece or added token, or `undefined`. */
  tokenToId(token: string): number | undefined {
    return this.addedTokens.get(token)?.id ?? this.pieces.idOf(token);
  }

  /** The piece or added token of an id, or `undefined`; also for a piece that the vocabulary has again further down. */
  idToToken(id: number): string | undefined {
    const token = this.addedContents.get(id) ?? this.definition.vocabulary[id];
    return token !== undefined && this.tokenToId(token) === id ? token : undefined;
  }

  /**
   * Encodes a text as a model takes it: [CLS] A [SEP].
   *
   * Special tokens that stand in the text are recognised; they must be written exactly so.
   *
   * @throws {TruncationError} where the tokens cannot be cut as asked
   * @throws {TokenizerOptionError} for an option that means nothing
   */
  encode(text: Text, options: EncodeOptions = {}): Encoding {
    return this.encoder.encode([text], options);
  }

  /** Encodes a pair of texts: [CLS] A [SEP] B [SEP]. Throws as {@link encode}. */
  encodePair(text: Text, pair: Text, options: EncodeOptions = {}): Encoding {
    return this.encoder.encode([text, pair], options);
  }

  /**
   * Encodes many texts or pairs. With `padding: {}` all become as long as the longest.
   *
   * @throws {TruncationError} where the tokens of one cannot be cut as asked
   * @throws {TokenizerOptionError} for an option that means nothing, and an input of more than two texts
   */
  encodeBatch(inputs: readonly TextInput[], options: EncodeOptions = {}): EncodingBatch {
    return this.encoder.encodeBatch(inputs, 0, options);
  }

  /** Encodes lines as they come, a batch at a time; `source` counts from the first line. Throws as {@link encodeBatch}. */
  async *encodeLines(
    lines: Iterable<TextInput> | AsyncIterable<TextInput>,
    { batchSize = 1024, ...options }: EncodeLinesOptions = {},
  ): AsyncGenerator<EncodingBatch> {
    requireWhole('batchSize', batchSize, 1);
    let source = 0;
    let inputs: TextInput[] = [];
    for await (const line of lines) {
      if (inputs.push(line) < batchSize) continue;
      yield this.encoder.encodeBatch(inputs, source, options);
      source += inputs.length;
      inputs = [];
    }
    if (inputs.length > 0) yield this.encoder.encodeBatch(inputs, source, options);
  }

  /** Puts encodings together to a batch, such as those of long texts with their `overflow`. */
  stack(encodings: readonly Encoding[], padding: PaddingOptions = {}): EncodingBatch {
    return this.encoder.stack(encodings, padding);
  }

  /** The ids alone, nothing added: the cheapest way through, for corpora. */
  encodeToIds(text: string, { specialTokens = true }: EncodeToIdsOptions = {}): Int32Array {
    return this.reader.readIds(text, specialTokens);
  }

  /** The tokens alone, nothing added. */
  tokenize(text: string): string[] {
    return Array.from(this.encodeToIds(text), (id) => this.tokenOf(id));
  }

  /**
   * Text that reads like what the ids were made from: pieces joined, blanks between words. Ids that the vocabulary has
   * not are left out; in mode `'hf-slow'` they are unknown tokens.
   */
  decode(ids: Iterable<number>, { skipSpecialTokens = true, cleanUp }: DecodeOptions = {}): string {
    const { decoder, mode, unkToken } = this.definition;
    const tokens: string[] = [];
    for (const id of ids) {
      const token = this.spellings.get(id) ?? this.idToToken(id) ?? (mode === 'hf-slow' ? unkToken : undefined);
      if (token !== undefined && !(skipSpecialTokens && this.addedTokens.get(token)?.special)) tokens.push(token);
    }
    const join = this.methods?.joinTokens;
    if (join !== undefined) return join(tokens, { cleanUp: cleanUp ?? true });
    return joinTokens(tokens, decoder && { ...decoder, cleanUp: cleanUp ?? decoder.cleanUp });
  }
  private tokenOf(id: number): string {
    return this.addedContents.get(id) ?? this.definition.vocabulary[id] ?? '';
  }

  private roleId(role: SpecialTokenRole): number {
    return this.idOf(this.definition.roles[role] ?? defaultSpecialTokens[role], role);
  }

  private idOf(token: string, role: SpecialTokenRole): number {
    const id = this.tokenToId(token);
    if (id === undefined) throw missingToken(token, role);
    return id;
  }
}
