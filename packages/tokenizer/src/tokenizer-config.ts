import { TokenizerFilesError } from './errors.js';
import { defaultSpecialTokens, specialTokenRoles, type TokenizerOptions, type TokenizerSettings } from './settings.js';

/** The classes that split text as BERT's does. Others may have a `vocab.txt` too, but words of another kind. */
const bertClasses = /^(Bert|DistilBert|Electra|MobileBert|ConvBert|PreTrained)Tokenizer(Fast)?$|^TokenizersBackend$/;

const tokenKeys = {
  padToken: 'pad_token',
  unkToken: 'unk_token',
  clsToken: 'cls_token',
  sepToken: 'sep_token',
  maskToken: 'mask_token',
} as const;

/** Where tokens beyond the five are named. */
const addedTokenKeys = ['added_tokens_decoder', 'additional_special_tokens', 'extra_special_tokens'];

/**
 * Reads a `tokenizer_config.json`. What it does not say is left to the defaults, which are Hugging Face's.
 *
 * @param where  the file, for messages
 * @throws {TokenizerFilesError} where it is no JSON object, or a setting is refused
 */
export function parseTokenizerConfig(text: string, where: string): Omit<TokenizerOptions, 'vocabulary'> {
  const config = parseObject(text, where);
  const refuse = (key: string, expected: string): never => {
    throw new TokenizerFilesError(`${key} is ${JSON.stringify(config[key])} in ${where}, but must be ${expected}.`);
  };
  const flag = (key: string) => {
    const value = config[key] ?? undefined;
    return value === undefined || typeof value === 'boolean' ? value : refuse(key, 'true or false');
  };
  const token = (key: string) => {
    const value = config[key] ?? undefined;
    return value === undefined
      ? undefined
      : (contentOf(value) ?? refuse(key, 'a token, or an object with its content'));
  };

  const tokenizerClass = config['tokenizer_class'] ?? 'BertTokenizer';
  if (typeof tokenizerClass !== 'string' || !bertClasses.test(tokenizerClass)) {
    refuse('tokenizer_class', 'BertTokenizer or one that works alike');
  }
  const tokens = {
    padToken: token(tokenKeys.padToken),
    unkToken: token(tokenKeys.unkToken),
    clsToken: token(tokenKeys.clsToken),
    sepToken: token(tokenKeys.sepToken),
    maskToken: token(tokenKeys.maskToken),
  };
  const known = new Set<unknown>([...Object.values(defaultSpecialTokens), ...Object.values(tokens)]);
  for (const key of addedTokenKeys) {
    for (const added of Object.values(config[key] ?? {})) {
      if (known.has(contentOf(added))) continue;
      throw new TokenizerFilesError(
        `${key} in ${where} adds ${JSON.stringify(contentOf(added))}, but only the five special tokens are supported.`,
      );
    }
  }
  const maxLength = config['model_max_length'] ?? undefined;
  if (maxLength !== undefined && !(Number.isInteger(maxLength) && Number(maxLength) > 0)) {
    refuse('model_max_length', 'a whole number above 0');
  }
  return {
    ...tokens,
    lowercase: flag('do_lower_case'),
    stripAccents: flag('strip_accents'),
    handleChineseChars: flag('tokenize_chinese_chars'),
    // Hugging Face writes 1e30 for "no limit".
    modelMaxLength: Number.isSafeInteger(maxLength) ? Number(maxLength) : undefined,
  };
}

/**
 * Writes a `tokenizer_config.json` that Hugging Face's `BertTokenizer` reads.
 *
 * @throws {TokenizerFilesError} for `cleanText: false`, which it cannot say
 */
export function serializeTokenizerConfig(settings: TokenizerSettings): string {
  if (!settings.cleanText) {
    throw new TokenizerFilesError(
      'cleanText is false, but tokenizer_config.json has no such setting: it would be lost.',
    );
  }
  const config = {
    tokenizer_class: 'BertTokenizer',
    do_lower_case: settings.lowercase,
    strip_accents: settings.stripAccents,
    tokenize_chinese_chars: settings.handleChineseChars,
    model_max_length: settings.modelMaxLength, // left out where undefined
    ...Object.fromEntries(specialTokenRoles.map((role) => [tokenKeys[role], settings[role]])),
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}

function parseObject(text: string, where: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new TokenizerFilesError(`${where} is not JSON: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TokenizerFilesError(`${where} has no JSON object in it.`);
  }
  return value as Readonly<Record<string, unknown>>;
}

/** Tokens are written as strings, or as objects with flags. */
function contentOf(token: unknown): string | undefined {
  const content = typeof token === 'object' && token !== null && 'content' in token ? token.content : token;
  return typeof content === 'string' ? content : undefined;
}
