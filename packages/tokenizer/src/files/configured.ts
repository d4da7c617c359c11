import { bertDefinition, type NewToken, specialToken, withIds } from '../bert-definition.js';
import type { AddedToken, TokenizerDefinition, TokenizerMode } from '../definition.js';
import { defaultSpecialTokens, specialTokenRoles } from '../settings.js';
import type { JsonValue } from './json-value.js';
import type { TokenizerConfig } from './tokenizer-config.js';

/**
 * BERT's tokenizer of a vocabulary, as the files beside it say.
 *
 * @throws {VocabularyError} as {@link bertDefinition}
 * @throws {TokenizerFilesError} as {@link configured}
 */
export function configuredVocabulary(
  vocabulary: readonly string[],
  config: TokenizerConfig,
  mode: TokenizerMode,
): TokenizerDefinition {
  requireRoles(config, (content) => vocabulary.includes(content));
  const { lowercase, stripAccents, handleChineseChars, roles, modelMaxLength } = config;
  const addedTokens = config.tokens.map(({ token }) => token);
  const options = { ...roles, lowercase, stripAccents, handleChineseChars, modelMaxLength };
  const definition = bertDefinition({ vocabulary, mode, addedTokens, ...options });
  requireIds(config, definition.addedTokens);
  withSide(undefined, config.truncationSide);
  withSide(undefined, config.paddingSide);
  return definition;
}

/**
 * The tokenizer of a `tokenizer.json`, as the files beside it say.
 *
 * Where the two contradict each other, it is as in `transformers` 4.57. For a tokenizer of BERT's class, the switches
 * `do_lower_case`, `strip_accents` and `tokenize_chinese_chars` count, or their defaults where they are missing, and not
 * what the normaliser in `tokenizer.json` has; so do the flags of tokens in `added_tokens_decoder`, and the sides of
 * padding and truncation. (Version 5 agrees in this, but makes all else anew as BERT has it: prefix, template, decoder.)
 *
 * @throws {TokenizerFilesError} where a token with a role is not there, or one would get another id than a file says
 */
export function configured(definition: TokenizerDefinition, config: TokenizerConfig): TokenizerDefinition {
  const { vocabulary } = definition;
  const tokens = new Map<string, NewToken>(definition.addedTokens.map((token) => [token.content, token]));
  requireRoles(config, (content) => tokens.has(content) || vocabulary.includes(content));
  for (const { token, overrides } of config.tokens) {
    const { content } = token;
    const present = overrides ? undefined : tokens.get(content);
    tokens.set(content, present ? { ...present, special: present.special || token.special } : token);
  }
  const roles = { ...definition.roles, ...config.roles };
  for (const role of config.isOfBert ? specialTokenRoles : []) {
    const content = roles[role] ?? defaultSpecialTokens[role];
    if (!tokens.has(content) && vocabulary.includes(content)) tokens.set(content, specialToken(content));
    if (tokens.has(content)) roles[role] = content;
  }
  const addedTokens = withIds(vocabulary, [...tokens.values()]);
  requireIds(config, addedTokens);
  return {
    ...definition,
    addedTokens,
    normalizer: config.isOfBert ? switched(definition.normalizer, config) : definition.normalizer,
    roles,
    truncation: withSide(definition.truncation, config.truncationSide),
    padding: withSide(definition.padding, config.paddingSide),
    modelMaxLength: config.modelMaxLength,
  };
}

/** `transformers` finds the switches of a single BertNormalizer only, and leaves sequences alone. */
function switched(
  normalizer: TokenizerDefinition['normalizer'],
  { lowercase, stripAccents, handleChineseChars }: TokenizerConfig,
): TokenizerDefinition['normalizer'] {
  const [step, ...more] = normalizer;
  if (step?.type !== 'BertNormalizer' || more.length > 0) return normalizer;
  return [{ ...step, lowercase, stripAccents, handleChineseChars }];
}

/** `transformers` would give a token that is missing the next id, which no model knows. */
function requireRoles({ roles, tokens }: TokenizerConfig, isKnown: (content: string) => boolean): void {
  const isRole = new Set(Object.values(roles));
  for (const { token, id, source } of tokens) {
    if (!isRole.has(token.content) || id !== undefined || isKnown(token.content)) continue;
    source.refuse('the vocabulary has no such token');
  }
}

/** `transformers` does not look at these ids. */
function requireIds({ tokens }: TokenizerConfig, addedTokens: readonly AddedToken[]): void {
  const ids = new Map(addedTokens.map(({ content, id }) => [content, id]));
  for (const { token, id, source } of tokens) {
    if (id === undefined || id === ids.get(token.content)) continue;
    const name = JSON.stringify(token.content);
    source.refuse(
      `${name} would have the id ${ids.get(token.content)}, that of its piece or the next one, and not ${id}`,
    );
  }
}

function withSide<Options extends object>(options: Options | undefined, side: JsonValue): Options | undefined {
  if (side.isAbsent) return options;
  const direction = side.oneOf(['left', 'right']);
  if (options !== undefined) return { ...options, direction };
  if (direction === 'left') side.refuse('only "right" is supported where no tokenizer.json has such a setting');
  return undefined;
}
