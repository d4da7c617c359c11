import type { NewToken } from '../bert-definition.js';
import type { JsonValue } from './json-value.js';

const standardKeys = /^(bos|eos|unk|sep|pad|cls|mask)_token$/;

/** The files beside a vocabulary or a `tokenizer.json`; an empty object stands for one that is missing. */
export interface ConfigFiles {
  /** `tokenizer_config.json` */
  readonly config: JsonValue;
  /** `special_tokens_map.json` */
  readonly specialTokensMap: JsonValue;
  /** `added_tokens.json` */
  readonly addedTokens: JsonValue;
}

/** A token that a file adds or describes. */
export interface ConfiguredToken {
  readonly token: NewToken;
  /** The id that the file gives it, if it does. */
  readonly id: number | undefined;
  /** Whether its flags count also where a `tokenizer.json` has others. */
  readonly overrides: boolean;
  /** Where it stands. */
  readonly source: JsonValue;
}

export interface ConfiguredTokens {
  /** Each once, in the order in which they are added. */
  readonly tokens: readonly ConfiguredToken[];
  /** By their keys, such as `mask_token`. */
  readonly named: ReadonlyMap<string, string>;
}

/**
 * The added tokens of the files beside a vocabulary, as `transformers` 5 and 4.57 put them together: where
 * `tokenizer_config.json` has an `added_tokens_decoder`, the two other files do not count; where it has none,
 * `special_tokens_map.json` overrides what it names. (In `added_tokens.json` version 5 overlooks which of the
 * `additional_special_tokens` are special; here it is as in 4.57.)
 */
export function parseConfiguredTokens({ config, specialTokensMap, addedTokens }: ConfigFiles): ConfiguredTokens {
  const decoder = config.get('added_tokens_decoder');
  const isComplete = !decoder.isAbsent;
  const named = new Map([...namedIn(config), ...(isComplete ? [] : namedIn(specialTokensMap))]);
  const special = [
    ...named.values(),
    ...itemsOf(config.get('extra_special_tokens')),
    ...itemsOf(config.get('additional_special_tokens')),
    ...(isComplete ? [] : itemsOf(specialTokensMap.get('additional_special_tokens'))),
  ].map((source) => ({ token: parseToken(source, true), id: undefined, overrides: false, source }));
  const isSpecial = new Set(special.map(({ token }) => token.content));
  const described = isComplete ? parseDecoder(decoder) : parseAddedTokens(addedTokens, isSpecial);

  const tokens = new Map<string, ConfiguredToken>();
  for (const each of [...described, ...special]) {
    if (!tokens.has(each.token.content)) tokens.set(each.token.content, each);
  }
  const namedContents = new Map([...named].map(([key, source]) => [key, parseToken(source, true).content]));
  const isNamed = new Set(namedContents.values());
  return {
    named: namedContents,
    tokens: Array.from(tokens.values(), ({ token, ...rest }) => {
      return { ...rest, token: isNamed.has(token.content) ? { ...token, special: true } : token };
    }),
  };
}

/** Values of keys such as `mask_token`. Others that end so may be switches, such as `add_bos_token`. */
function namedIn(file: JsonValue): [key: string, token: JsonValue][] {
  return file.entries().filter(([key, { value, isAbsent }]) => {
    const isText = typeof value === 'string' || typeof value === 'object';
    return !isAbsent && (standardKeys.test(key) || (isText && key.endsWith('_token')));
  });
}

/** Of a list, or of an object that gives each token a name. */
function itemsOf(tokens: JsonValue): JsonValue[] {
  if (tokens.isAbsent) return [];
  return Array.isArray(tokens.value) ? tokens.items() : tokens.entries().map(([, token]) => token);
}

/** `{ "30522": { "content": …, … } }` */
function parseDecoder(decoder: JsonValue): ConfiguredToken[] {
  return decoder
    .entries()
    .map(([id, source]) => ({
      token: parseToken(source, false),
      id: parseId(id, source),
      overrides: true,
      source,
    }))
    .sort((x, y) => x.id - y.id);
}

/** `{ "<token>": 30522 }` */
function parseAddedTokens(file: JsonValue, isSpecial: ReadonlySet<string>): ConfiguredToken[] {
  return file
    .entries()
    .map(([content, source]) => ({
      token: newToken(content, isSpecial.has(content)),
      id: source.id(),
      overrides: false,
      source,
    }))
    .sort((x, y) => x.id - y.id);
}

function parseId(id: string, source: JsonValue): number {
  return /^\d{1,9}$/.test(id) ? Number(id) : source.refuse(`its key ${JSON.stringify(id)} must be an id`);
}

/** A token as a string, or an object with flags. */
function parseToken(source: JsonValue, special: boolean): NewToken {
  if (typeof source.value === 'string') return newToken(checkedContent(source), special);
  source.object(['__type', 'content', 'special', 'single_word', 'lstrip', 'rstrip', 'normalized']);
  const flag = (key: string, otherwise: boolean) => {
    const value = source.get(key);
    return value.isAbsent ? otherwise : value.boolean();
  };
  const isSpecial = special || flag('special', false);
  return {
    content: checkedContent(source.get('content')),
    special: isSpecial,
    singleWord: flag('single_word', false),
    lstrip: flag('lstrip', false),
    rstrip: flag('rstrip', false),
    normalized: flag('normalized', !isSpecial),
  };
}

function checkedContent(content: JsonValue): string {
  return content.string() === '' ? content.refuse('a token must have a character') : content.string();
}

function newToken(content: string, special: boolean): NewToken {
  return { content, special, singleWord: false, lstrip: false, rstrip: false, normalized: !special };
}
