import { isBertDefinition } from '../bert-definition.js';
import { buildTokenizer } from '../build-tokenizer.js';
import type { TokenizerDefinition, TokenizerMode } from '../definition.js';
import { TokenizerFilesError, VocabularyError } from '../errors.js';
import type { Tokenizer } from '../tokenizer.js';
import { configured, configuredVocabulary } from './configured.js';
import { JsonValue } from './json-value.js';
import { parseTokenizerConfig, serializeSpecialTokensMap, serializeTokenizerConfig } from './tokenizer-config.js';
import { parseTokenizerJson, serializeTokenizerJson } from './tokenizer-json.js';
import { parseVocabulary, serializeVocabulary, unwritableId } from './vocabulary.js';

/** A place with a tokenizer's files. The `Files` of `@bertkit/runtime` are one. */
export interface TokenizerSource {
  /** For messages: the path or address of this place. */
  readonly location: string;
  read(name: string): Promise<Uint8Array>;
  /** In bytes; `undefined` where there is no such file. */
  size(name: string): Promise<number | undefined>;
}

export interface LoadTokenizerOptions {
  /** In other modes than `'hf'` the vocabulary is that of `vocab.txt`, always. Default: `'hf'`. */
  readonly mode?: TokenizerMode | undefined;
}

const vocabularyFile = 'vocab.txt';
const jsonFile = 'tokenizer.json';
const configFile = 'tokenizer_config.json';
const specialTokensFile = 'special_tokens_map.json';
const addedTokensFile = 'added_tokens.json';

/** In bytes: three times the largest `tokenizer.json` of a BERT (LaBSE's, of 500,000 pieces). */
const maxFileSize = 32 * 2 ** 20;

/** Reads a tokenizer as Hugging Face keeps it, as {@link loadDefinition} does, and throws likewise. */
export async function loadTokenizer(files: TokenizerSource, options: LoadTokenizerOptions = {}): Promise<Tokenizer> {
  return buildTokenizer(await loadDefinition(files, options));
}

/** The files of a tokenizer, as {@link definitionFiles} has them, which throws likewise. */
export function tokenizerFiles({ definition }: Tokenizer): Record<string, Uint8Array> {
  return definitionFiles(definition);
}

/**
 * Reads a tokenizer as Hugging Face keeps it: `tokenizer.json`, or else `vocab.txt`; and beside it
 * `tokenizer_config.json`, with the older `special_tokens_map.json` and `added_tokens.json`, any of which may be missing.
 *
 * With `vocab.txt` text is lowercased unless the config says otherwise. A `tokenizer.json` without a config is taken as
 * it is; where the two contradict each other, the config counts, as {@link configured} tells.
 *
 * @throws {TokenizerFilesError} where there is no vocabulary, a file cannot be read, or a setting is refused
 */
export async function loadDefinition(
  files: TokenizerSource,
  { mode = 'hf' }: LoadTokenizerOptions = {},
): Promise<TokenizerDefinition> {
  const { location } = files;
  const readJson = async (name: string) => {
    const text = await readText(files, name);
    const where = `${name} in ${location}`;
    return text === undefined ? new JsonValue({}, '', where) : JsonValue.parse(text, where);
  };
  const config = parseTokenizerConfig({
    config: await readJson(configFile),
    specialTokensMap: await readJson(specialTokensFile),
    addedTokens: await readJson(addedTokensFile),
  });
  const json = mode === 'hf' ? await readText(files, jsonFile) : undefined;
  if (json !== undefined) {
    const definition = parseTokenizerJson(json, `${jsonFile} in ${location}`);
    return (await files.size(configFile)) === undefined ? definition : configured(definition, config);
  }
  const vocabulary = await readText(files, vocabularyFile);
  if (vocabulary === undefined) {
    const names = mode === 'hf' ? `${jsonFile} and no ${vocabularyFile}` : vocabularyFile;
    throw new TokenizerFilesError(`${location} has no ${names}, which the vocabulary is read from.`);
  }
  try {
    return configuredVocabulary(parseVocabulary(vocabulary, mode), config, mode);
  } catch (cause) {
    if (!(cause instanceof VocabularyError)) throw cause;
    throw new TokenizerFilesError(`${vocabularyFile} in ${location} cannot be used. ${cause.message}`, { cause });
  }
}

/**
 * The files of a tokenizer, by name: {@link loadDefinition} reads them back, and Hugging Face's `AutoTokenizer` reads them.
 *
 * They are `tokenizer.json`, `tokenizer_config.json` and `special_tokens_map.json`; and `vocab.txt`, where it makes the
 * same tokenizer with the config alone: not where a piece ends in white space, say, or the prefix is none of BERT's.
 * In other modes than `'hf'` there is no `tokenizer.json`, as whoever reads it tokenizes as `'hf'` does.
 *
 * @throws {TokenizerFilesError} for another mode than `'hf'`, where `vocab.txt` and config cannot say all of a tokenizer
 * @throws {VocabularyError} likewise, for a piece
 */
export function definitionFiles(definition: TokenizerDefinition): Record<string, Uint8Array> {
  const { mode, vocabulary } = definition;
  const isOfBert = isBertDefinition(definition);
  if (mode !== 'hf' && !isOfBert) {
    throw new TokenizerFilesError(
      `The tokenizer is none of BERT's own, which is all that files hold in mode '${mode}'.`,
    );
  }
  const texts: Record<string, string> = {
    [configFile]: serializeTokenizerConfig(definition, isOfBert),
    [specialTokensFile]: serializeSpecialTokensMap(definition),
  };
  if (mode === 'hf') texts[jsonFile] = serializeTokenizerJson(definition);
  if (mode !== 'hf' || (isOfBert && unwritableId(vocabulary, mode) === undefined)) {
    texts[vocabularyFile] = serializeVocabulary(vocabulary, mode);
  }
  const encoder = new TextEncoder();
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, encoder.encode(text)]));
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
