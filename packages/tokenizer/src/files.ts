import { TokenizerFilesError, VocabularyError } from './errors.js';
import { createTokenizer, type Tokenizer } from './tokenizer.js';
import { parseTokenizerConfig, serializeTokenizerConfig } from './tokenizer-config.js';
import { parseVocabulary, serializeVocabulary } from './vocabulary.js';

/** A place with a tokenizer's files. The `Files` of `@bertkit/runtime` are one. */
export interface TokenizerSource {
  /** For messages: the path or address of this place. */
  readonly location: string;
  read(name: string): Promise<Uint8Array>;
  /** In bytes; `undefined` where there is no such file. */
  size(name: string): Promise<number | undefined>;
}

const vocabularyFile = 'vocab.txt';
const configFile = 'tokenizer_config.json';

/** In bytes: three times the largest vocabulary published (LaBSE's, of 500,000 pieces). */
const maxFileSize = 16 * 2 ** 20;

/**
 * Reads a tokenizer as Hugging Face keeps it: `vocab.txt`, and `tokenizer_config.json` with the settings, which may be
 * missing: text is lowercased then.
 *
 * @throws {TokenizerFilesError} where there is no vocabulary, a file cannot be read, or a setting is refused
 */
export async function loadTokenizer(files: TokenizerSource): Promise<Tokenizer> {
  const { location } = files;
  const vocabulary = await readText(files, vocabularyFile);
  if (vocabulary === undefined) {
    throw new TokenizerFilesError(`${location} has no ${vocabularyFile}, which the vocabulary is read from.`);
  }
  const config = await readText(files, configFile);
  const options = config === undefined ? {} : parseTokenizerConfig(config, `${configFile} in ${location}`);
  try {
    return createTokenizer({ vocabulary: parseVocabulary(vocabulary), ...options });
  } catch (cause) {
    if (!(cause instanceof VocabularyError)) throw cause;
    throw new TokenizerFilesError(`${vocabularyFile} in ${location} cannot be used. ${cause.message}`, { cause });
  }
}

/**
 * The files of a tokenizer, by name: {@link loadTokenizer} reads them, and so does Hugging Face's `AutoTokenizer`.
 *
 * @throws {VocabularyError} where a file cannot hold a piece
 * @throws {TokenizerFilesError} for `cleanText: false`, which the files cannot say
 */
export function tokenizerFiles(tokenizer: Tokenizer): Record<typeof vocabularyFile | typeof configFile, Uint8Array> {
  const encoder = new TextEncoder();
  return {
    [vocabularyFile]: encoder.encode(serializeVocabulary(tokenizer.vocabulary)),
    [configFile]: encoder.encode(serializeTokenizerConfig(tokenizer.settings)),
  };
}

async function readText(files: TokenizerSource, name: string): Promise<string | undefined> {
  const size = await files.size(name);
  if (size === undefined) return undefined;
  const where = `${name} in ${files.location}`;
  if (size > maxFileSize) {
    throw new TokenizerFilesError(`${where} has ${size} bytes; more than ${maxFileSize} are not read.`);
  }
  const bytes = await files.read(name);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new TokenizerFilesError(`${where} is not UTF-8.`, { cause });
  }
}
