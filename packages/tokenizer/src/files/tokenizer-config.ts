import type { TokenizerDefinition } from '../definition.js';
import { type SpecialTokenRole, specialTokenRoles } from '../settings.js';
import { type ConfigFiles, type ConfiguredToken, parseConfiguredTokens } from './configured-tokens.js';
import type { JsonValue } from './json-value.js';

/** The classes whose normaliser is that of the switches in the file. Others may have a `vocab.txt`, but other words. */
const bertClasses = /^(Bert|DistilBert|Electra|MobileBert|ConvBert)Tokenizer(Fast)?$/;
/** The classes for which a `tokenizer.json` counts as it is. */
const otherClasses = /^PreTrainedTokenizer(Fast)?$|^TokenizersBackend$/;

const tokenKeys: Readonly<Record<SpecialTokenRole, string>> = {
  padToken: 'pad_token',
  unkToken: 'unk_token',
  clsToken: 'cls_token',
  sepToken: 'sep_token',
  maskToken: 'mask_token',
};

/** What the files beside a vocabulary or a `tokenizer.json` say. */
export interface TokenizerConfig {
  /** Whether the switches below count, also against a `tokenizer.json`. */
  readonly isOfBert: boolean;
  readonly lowercase: boolean;
  readonly stripAccents: boolean | null;
  readonly handleChineseChars: boolean;
  readonly roles: Readonly<Partial<Record<SpecialTokenRole, string>>>;
  /** Tokens that are added, or that are described anew. */
  readonly tokens: readonly ConfiguredToken[];
  readonly modelMaxLength: number | undefined;
  /** `'left'` or `'right'`, or absent. */
  readonly paddingSide: JsonValue;
  readonly truncationSide: JsonValue;
}

/**
 * Reads a `tokenizer_config.json` and the two older files beside it. What they do not say is left to the defaults, which
 * are Hugging Face's. What only its slow tokenizers, chats or images are about is passed over, as by its fast tokenizers.
 *
 * @throws {TokenizerFilesError} where a setting is of the wrong kind, or asks for what there is not here
 */
export function parseTokenizerConfig(files: ConfigFiles): TokenizerConfig {
  const { config } = files;
  const { tokens, named } = parseConfiguredTokens(files);
  const tokenizerClass = config.get('tokenizer_class');
  const className = tokenizerClass.isAbsent ? 'BertTokenizer' : tokenizerClass.string();
  if (!bertClasses.test(className) && !otherClasses.test(className)) {
    tokenizerClass.refuse('must be BertTokenizer or one that works alike');
  }
  const flag = <Otherwise>(key: string, otherwise: Otherwise) => {
    const value = config.get(key);
    return value.isAbsent ? otherwise : value.boolean();
  };
  if (flag('split_special_tokens', false)) config.get('split_special_tokens').refuse('only false is supported');
  return {
    isOfBert: bertClasses.test(className),
    lowercase: flag('do_lower_case', true),
    stripAccents: flag('strip_accents', null),
    handleChineseChars: flag('tokenize_chinese_chars', true),
    roles: Object.fromEntries(
      specialTokenRoles.flatMap((role) => {
        const token = named.get(tokenKeys[role]);
        return token === undefined ? [] : [[role, token]];
      }),
    ),
    tokens,
    modelMaxLength: parseMaxLength(config),
    paddingSide: config.get('padding_side'),
    truncationSide: config.get('truncation_side'),
  };
}

/**
 * Writes a `tokenizer_config.json` that Hugging Face reads, with all added tokens and their flags.
 *
 * @param isOfBert  whether Hugging Face's `BertTokenizer` can make this tokenizer
 */
export function serializeTokenizerConfig(definition: TokenizerDefinition, isOfBert: boolean): string {
  const { normalizer, addedTokens, roles, modelMaxLength } = definition;
  const [step] = normalizer;
  return jsonText({
    tokenizer_class: isOfBert ? 'BertTokenizer' : 'PreTrainedTokenizerFast',
    ...(isOfBert &&
      step?.type === 'BertNormalizer' && {
        do_lower_case: step.lowercase,
        strip_accents: step.stripAccents,
        tokenize_chinese_chars: step.handleChineseChars,
      }),
    model_max_length: modelMaxLength, // left out where undefined
    ...rolesToJson(roles),
    added_tokens_decoder: Object.fromEntries(
      addedTokens.map(({ id, content, special, singleWord, lstrip, rstrip, normalized }) => [
        id,
        { content, lstrip, normalized, rstrip, single_word: singleWord, special },
      ]),
    ),
  });
}

/** Writes a `special_tokens_map.json`, which Hugging Face's `transformers` read before version 5. */
export function serializeSpecialTokensMap({ roles, addedTokens }: TokenizerDefinition): string {
  const tokens = new Map(addedTokens.map((token) => [token.content, token]));
  return jsonText(
    rolesToJson(roles, (content) => {
      const { singleWord, lstrip, rstrip, normalized } = tokens.get(content) ?? {};
      if (!(singleWord || lstrip || rstrip || normalized)) return content;
      return { content, lstrip, normalized, rstrip, single_word: singleWord };
    }),
  );
}

function rolesToJson(
  roles: TokenizerDefinition['roles'],
  tokenToJson: (content: string) => unknown = (content) => content,
): Record<string, unknown> {
  return Object.fromEntries(
    specialTokenRoles.flatMap((role) => {
      const content = roles[role];
      return content === undefined ? [] : [[tokenKeys[role], tokenToJson(content)]];
    }),
  );
}

function jsonText(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function parseMaxLength(config: JsonValue): number | undefined {
  const key = config.get('model_max_length').isAbsent ? 'max_len' : 'model_max_length'; // `max_len` in old files
  const maxLength = config.get(key);
  if (maxLength.isAbsent) return undefined;
  const { value } = maxLength;
  if (!Number.isInteger(value) || Number(value) <= 0) maxLength.refuse('must be a whole number above 0');
  return Number.isSafeInteger(value) ? Number(value) : undefined; // Hugging Face writes 1e30 for "no limit"
}
