import type { AddedToken, DecoderDefinition, TokenizerDefinition } from '../definition.js';
import type { PaddingOptions } from '../encoding/padding.js';
import { TokenizerFilesError } from '../errors.js';
import { defaultSpecialTokens, type SpecialTokenRole, specialTokenRoles } from '../settings.js';
import { JsonValue } from './json-value.js';
import { paddingToJson, parsePadding, parseTruncation, truncationToJson } from './limits-json.js';
import { parseAddedTokens, parseModel, piecesById } from './model-json.js';
import { parseTemplate, templateToJson } from './template-json.js';
import { normalizerToJson, parseNormalizer, parsePreTokenizer, preTokenizerToJson } from './words-json.js';

/**
 * Reads a `tokenizer.json` of Hugging Face's `tokenizers` 0.8 to 0.23 that holds a WordPiece tokenizer.
 *
 * Which token is for padding, which the mask and so on such a file tells in part only: the unknown token, the padding
 * token if there is padding, and `[CLS]`, `[SEP]`, `[PAD]` and `[MASK]` if there are special tokens of these names.
 *
 * An id that no piece has holds the last piece, which so is found by its own id only.
 *
 * @param where  the file, for messages
 * @throws {TokenizerFilesError} where a part of it is of a kind that is not known here, or contradicts another
 */
export function parseTokenizerJson(text: string, where: string): TokenizerDefinition {
  const file = JsonValue.parse(text, where);
  file.object([
    'version',
    'truncation',
    'padding',
    'added_tokens',
    'normalizer',
    'pre_tokenizer',
    'post_processor',
    'decoder',
    'model',
  ]);
  if (!file.get('version').isAbsent) file.get('version').oneOf(['1.0']);
  const model = parseModel(file.get('model'), text.length);
  const addedTokens = parseAddedTokens(file.get('added_tokens'), model.vocabulary);
  const padding = parsePadding(file.get('padding'));
  return {
    mode: 'hf',
    ...model,
    addedTokens,
    normalizer: parseNormalizer(file.get('normalizer')),
    preTokenizer: parsePreTokenizer(file.get('pre_tokenizer')),
    roles: rolesOf(model.unkToken, addedTokens, padding),
    template: parseTemplate(file.get('post_processor'), tokenOf(model.vocabulary, addedTokens)),
    decoder: parseDecoder(file.get('decoder')),
    truncation: parseTruncation(file.get('truncation')),
    padding,
    modelMaxLength: undefined,
  };
}

/**
 * Writes a `tokenizer.json` that {@link parseTokenizerJson} and Hugging Face's `tokenizers` read.
 *
 * @throws {TokenizerFilesError} for another mode than `'hf'`, which is that of the library which reads these files
 */
export function serializeTokenizerJson(definition: TokenizerDefinition): string {
  const { mode, vocabulary, addedTokens, normalizer, preTokenizer, template, decoder, roles } = definition;
  if (mode !== 'hf') {
    throw new TokenizerFilesError(`The mode is '${mode}', but who reads a tokenizer.json tokenizes as 'hf' does.`);
  }
  const tokens = tokensById(vocabulary, addedTokens);
  const idOf = (token: string) => [...tokens].find(([, content]) => content === token)?.[0];
  const file = {
    version: '1.0',
    truncation: truncationToJson(definition.truncation),
    padding: paddingToJson(definition.padding, roles.padToken ?? defaultSpecialTokens.padToken, idOf),
    added_tokens: addedTokens.map(({ id, content, singleWord, lstrip, rstrip, normalized, special }) => {
      return { id, content, single_word: singleWord, lstrip, rstrip, normalized, special };
    }),
    normalizer: normalizerToJson(normalizer),
    pre_tokenizer: preTokenizerToJson(preTokenizer),
    post_processor: template === undefined ? null : templateToJson(template, (id) => tokens.get(id)),
    decoder: decoder === undefined ? null : { type: 'WordPiece', prefix: decoder.prefix, cleanup: decoder.cleanUp },
    model: {
      type: 'WordPiece',
      unk_token: definition.unkToken,
      continuing_subword_prefix: definition.continuingPrefix,
      max_input_chars_per_word: definition.maxWordLength,
      vocab: {},
    },
  };
  // By hand, as an object would put pieces such as "7" first.
  const pieces = [...piecesById(vocabulary)].map(([id, piece]) => `\n      ${JSON.stringify(piece)}: ${id}`);
  return `${JSON.stringify(file, null, 2).replace('"vocab": {}', () => `"vocab": {${pieces.join()}\n    }`)}\n`;
}

/** Which tokens are what, as far as a `tokenizer.json` tells. */
function rolesOf(
  unkToken: string,
  addedTokens: readonly AddedToken[],
  padding: PaddingOptions | undefined,
): TokenizerDefinition['roles'] {
  const roles: Partial<Record<SpecialTokenRole, string>> = {};
  for (const role of specialTokenRoles) {
    const token = defaultSpecialTokens[role];
    if (addedTokens.some(({ content, special }) => special && content === token)) roles[role] = token;
  }
  return { ...roles, ...(padding?.token !== undefined && { padToken: padding.token }), unkToken };
}

/** The `decoder` of a `tokenizer.json`. */
function parseDecoder(decoder: JsonValue): DecoderDefinition | undefined {
  if (decoder.isAbsent) return undefined;
  decoder.object();
  decoder.get('type').oneOf(['WordPiece']);
  decoder.object(['type', 'prefix', 'cleanup']);
  return { prefix: decoder.get('prefix').string(), cleanUp: decoder.get('cleanup').boolean() };
}

/** @param vocabulary  where an id that no piece has holds the last one */
function tokenOf(
  vocabulary: readonly string[],
  addedTokens: readonly AddedToken[],
): (id: number) => string | undefined {
  const added = new Map(addedTokens.map(({ id, content }) => [id, content]));
  const last = vocabulary.length - 1;
  return (id) => added.get(id) ?? (id === last || vocabulary[id] !== vocabulary[last] ? vocabulary[id] : undefined);
}

function tokensById(vocabulary: readonly string[], addedTokens: readonly AddedToken[]): Map<number, string> {
  const tokens = new Map(piecesById(vocabulary));
  for (const { id, content } of addedTokens) tokens.set(id, content);
  return tokens;
}
