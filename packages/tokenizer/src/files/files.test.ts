import { describe, expect, it } from 'vitest';
import { bertDefinition, specialToken } from '../bert-definition.js';
import type { TokenizerDefinition } from '../definition.js';
import { definitionFiles, loadDefinition, loadTokenizer, type TokenizerSource, tokenizerFiles } from './files.js';
import { serializeTokenizerJson } from './tokenizer-json.js';

const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'a', 'A', '中'];
const lines = vocabulary.join('\n');
const cased = bertDefinition({ vocabulary, lowercase: false });
const flags = { lstrip: false, rstrip: false, single_word: false, normalized: false, special: true };

/** A folder in memory; objects become JSON. */
function folder(files: Record<string, unknown>): TokenizerSource {
  const bytes = (name: string) => {
    const content = files[name];
    if (content === undefined || content instanceof Uint8Array) return content;
    return new TextEncoder().encode(typeof content === 'string' ? content : JSON.stringify(content));
  };
  return {
    location: '/models/x',
    size: async (name) => bytes(name)?.length,
    read: async (name) => bytes(name) ?? Promise.reject(new Error(`no ${name}`)),
  };
}

const load = (files: Record<string, unknown>) => loadDefinition(folder(files));
const withConfig = (config: unknown, files: Record<string, unknown> = {}) =>
  load({ 'vocab.txt': lines, 'tokenizer_config.json': config, ...files });
const jsonWithConfig = (config: unknown, definition: TokenizerDefinition = cased) =>
  load({ 'tokenizer.json': serializeTokenizerJson(definition), 'tokenizer_config.json': config });
const contents = ({ addedTokens }: TokenizerDefinition) => addedTokens.map(({ id, content }) => [id, content]);

describe('loadDefinition of a vocab.txt', () => {
  it('lowercases where no config says otherwise', async () => {
    expect(await load({ 'vocab.txt': lines })).toEqual(bertDefinition({ vocabulary }));
    expect(await withConfig({})).toEqual(bertDefinition({ vocabulary }));
  });

  it('reads the settings, tokens as strings or as objects', async () => {
    const definition = await withConfig({
      tokenizer_class: 'BertTokenizerFast',
      do_lower_case: false,
      strip_accents: true,
      tokenize_chinese_chars: false,
      model_max_length: 512,
      pad_token: 'a',
      mask_token: { __type: 'AddedToken', content: '中', lstrip: true },
      unk_token: null,
      add_bos_token: false,
      chat_template: '…',
    });
    expect(definition).toEqual(
      bertDefinition({
        vocabulary,
        lowercase: false,
        stripAccents: true,
        handleChineseChars: false,
        modelMaxLength: 512,
        padToken: 'a',
        maskToken: '中',
        addedTokens: [{ ...specialToken('中'), lstrip: true }],
      }),
    );
  });

  it('takes 1e30 for no limit, and the old name of the limit', async () => {
    expect((await withConfig({ model_max_length: 1e30 })).modelMaxLength).toBeUndefined();
    expect((await withConfig({ max_len: 512 })).modelMaxLength).toBe(512);
  });

  it('adds tokens: described ones by id, then further special ones', async () => {
    const definition = await withConfig({
      added_tokens_decoder: { 9: { content: 'Y', single_word: true }, 8: { ...flags, content: 'X' } },
      extra_special_tokens: { image_token: '<i>' },
      additional_special_tokens: ['<u>', 'X', '中'],
      bos_token: '<b>',
    });
    expect(contents(definition).slice(5)).toEqual([
      [7, '中'],
      [8, 'X'],
      [9, 'Y'],
      [10, '<b>'],
      [11, '<i>'],
      [12, '<u>'],
    ]);
    const y = { singleWord: true, lstrip: false, rstrip: false, special: false, normalized: true };
    expect(definition.addedTokens.find(({ id }) => id === 9)).toEqual({ id: 9, content: 'Y', ...y });
  });

  it('reads the older files where the config describes no tokens', async () => {
    const older = {
      'special_tokens_map.json': {
        mask_token: { ...flags, content: '中', lstrip: true },
        additional_special_tokens: ['<u>'],
      },
      'added_tokens.json': { New: 9, '<u>': 8 },
    };
    const definition = await withConfig({ mask_token: 'a' }, older);
    expect(definition.roles.maskToken).toBe('中');
    expect(contents(definition).slice(4)).toEqual([
      [7, '中'],
      [8, '<u>'],
      [9, 'New'],
    ]);
    expect(definition.addedTokens.map(({ lstrip }) => lstrip)).toEqual([
      false,
      false,
      false,
      false,
      true,
      false,
      false,
    ]);
    expect(definition.addedTokens.slice(5).map(({ special, normalized }) => [special, normalized])).toEqual([
      [true, false],
      [false, true],
    ]);
    const { roles } = await withConfig({ mask_token: 'a', added_tokens_decoder: {} }, older);
    expect(roles.maskToken).toBe('a');
  });

  it('reads it as the reference of the mode does, and no tokenizer.json', async () => {
    const files = folder({ 'vocab.txt': `${lines}\n \u2028`, 'tokenizer.json': '{' });
    expect((await loadDefinition(files, { mode: 'google' })).vocabulary.at(-1)).toBe('');
    const slow = await loadDefinition(files, { mode: 'hf-slow' });
    expect(slow).toMatchObject({ mode: 'hf-slow', maxWordLength: 100 });
    expect(slow.vocabulary.at(-1)).toBe(' \u2028');
    await expect(loadDefinition(files)).rejects.toThrow(/tokenizer.json in \/models\/x is not JSON/);
  });

  it.each([
    [{ do_lower_case: 'yes' }, /do_lower_case is "yes" in tokenizer_config.json in \/models\/x; must be true or false/],
    [{ strip_accents: 1 }, /strip_accents is 1/],
    [{ model_max_length: -1 }, /model_max_length is -1/],
    [{ sep_token: 3 }, /sep_token is 3/],
    [{ sep_token: '' }, /sep_token is "" .*must have a character/],
    [{ tokenizer_class: 'BertJapaneseTokenizer' }, /tokenizer_class is "BertJapaneseTokenizer"/],
    [{ split_special_tokens: true }, /split_special_tokens is true .*only false/],
    [{ padding_side: 'left' }, /padding_side is "left" .*only "right"/],
    [{ truncation_side: 'up' }, /truncation_side is "up"/],
    [{ mask_token: '<mask>' }, /mask_token is "<mask>" .*the vocabulary has no such token/],
    [{ added_tokens_decoder: { 9: { content: 'x' } } }, /added_tokens_decoder.9 .*"x" would have the id 8/],
    [{ added_tokens_decoder: { x: { content: 'x' } } }, /its key "x" must be an id/],
    [{ added_tokens_decoder: { 8: { content: 'x', size: 3 } } }, /added_tokens_decoder.8.size is 3/],
    [{ additional_special_tokens: [5] }, /additional_special_tokens\[0\] is 5/],
    [[], /tokenizer_config.json in \/models\/x; must be an object/],
  ])('refuses %j', async (config, message) => {
    await expect(withConfig(config)).rejects.toThrow(message);
    await expect(withConfig(config)).rejects.toMatchObject({ code: 'BERTKIT_TOKENIZER_FILES' });
  });

  it.each([
    [{}, /\/models\/x has no tokenizer.json and no vocab.txt/],
    [{ 'vocab.txt': '' }, /vocab.txt in \/models\/x cannot be used. The vocabulary is empty/],
    [{ 'vocab.txt': 'a\nb' }, /vocab.txt in \/models\/x cannot be used. .*"\[PAD\]"/],
    [{ 'vocab.txt': new Uint8Array([0x61, 0xff]) }, /vocab.txt in \/models\/x is not UTF-8/],
    [{ 'vocab.txt': lines, 'tokenizer_config.json': '{"a":' }, /tokenizer_config.json in .* is not JSON/],
  ])('refuses files that it cannot use: %j', async (files, message) => {
    await expect(load(files)).rejects.toThrow(message);
  });

  it('reads no file that is far too large', async () => {
    const huge = { location: '/x', size: async () => 2 ** 40, read: () => Promise.reject(new Error('was read')) };
    await expect(loadDefinition(huge)).rejects.toThrow(/ in \/x has 1099511627776 bytes/);
  });
});

describe('loadDefinition of a tokenizer.json', () => {
  it('takes it as it is where there is no config', async () => {
    expect(await load({ 'tokenizer.json': serializeTokenizerJson(cased), 'vocab.txt': 'x' })).toEqual(cased);
  });

  it('goes by the switches of the config, or their defaults, for a tokenizer of BERT’s class', async () => {
    expect((await jsonWithConfig({ do_lower_case: false, model_max_length: 9 })).modelMaxLength).toBe(9);
    expect((await jsonWithConfig({ do_lower_case: false, strip_accents: true })).normalizer).toEqual([
      { ...cased.normalizer[0], stripAccents: true },
    ]);
    expect((await jsonWithConfig({})).normalizer).toEqual(bertDefinition({ vocabulary }).normalizer);
    const other = { ...cased, normalizer: [{ type: 'NFD' as const }] };
    expect((await jsonWithConfig({}, other)).normalizer).toEqual(other.normalizer);
  });

  it('goes by its own normaliser for a class of any tokenizer', async () => {
    expect((await jsonWithConfig({ tokenizer_class: 'PreTrainedTokenizerFast' })).normalizer).toEqual(cased.normalizer);
  });

  it('goes by the flags of the config only where that describes the token', async () => {
    const config = { do_lower_case: false, mask_token: { content: '[MASK]', lstrip: true } };
    expect(await jsonWithConfig(config)).toEqual(cased);
    const described = { ...config, added_tokens_decoder: { 4: { ...flags, content: '[MASK]', rstrip: true } } };
    expect((await jsonWithConfig(described)).addedTokens[4]).toMatchObject({ lstrip: false, rstrip: true });
  });

  it('learns roles, and adds special tokens that are pieces only', async () => {
    const bare = { ...cased, addedTokens: [] };
    expect(await jsonWithConfig({ do_lower_case: false }, bare)).toEqual(cased);
    expect((await jsonWithConfig({ pad_token: '中' }, bare)).roles.padToken).toBe('中');
    await expect(jsonWithConfig({ pad_token: 'zz' })).rejects.toThrow(/pad_token is "zz"/);
  });

  it('goes by the sides of the config', async () => {
    const padding = { direction: 'right', token: '[PAD]', tokenId: 0, tokenTypeId: 0 } as const;
    const left = { padding_side: 'left', tokenizer_class: 'TokenizersBackend' };
    expect((await jsonWithConfig(left, { ...cased, padding })).padding?.direction).toBe('left');
    await expect(jsonWithConfig(left)).rejects.toThrow(/padding_side is "left"/);
  });
});

describe('definitionFiles', () => {
  const read = (files: Record<string, Uint8Array>, name: string) => JSON.parse(new TextDecoder().decode(files[name]));
  const lstripped = { ...specialToken('[MASK]'), lstrip: true };
  const added = [lstripped, { ...specialToken('New'), special: false, normalized: true }];
  const bert = bertDefinition({ vocabulary, stripAccents: false, modelMaxLength: 128, addedTokens: added });

  it('gives what loadDefinition reads, from each of the two sources', async () => {
    const files = definitionFiles(bert);
    expect(Object.keys(files).sort()).toEqual([
      'special_tokens_map.json',
      'tokenizer.json',
      'tokenizer_config.json',
      'vocab.txt',
    ]);
    expect(await load(files)).toEqual(bert);
    const { 'tokenizer.json': _, ...withoutJson } = files;
    expect(await load(withoutJson)).toEqual(bert);
  });

  it('writes tokens with flags as objects into the map', () => {
    expect(read(definitionFiles(bert), 'special_tokens_map.json')).toEqual({
      pad_token: '[PAD]',
      unk_token: '[UNK]',
      cls_token: '[CLS]',
      sep_token: '[SEP]',
      mask_token: { content: '[MASK]', lstrip: true, rstrip: false, single_word: false, normalized: false },
    });
  });

  it.each([
    { continuingPrefix: '@@', decoder: { prefix: '@@', cleanUp: true } },
    { normalizer: [{ ...cased.normalizer[0], cleanText: false }] },
    { template: undefined, roles: { unkToken: '[UNK]' }, modelMaxLength: 3 },
    { truncation: { maxLength: 3, strategy: 'longestFirst', direction: 'left', stride: 1 } },
  ])('writes no vocab.txt where that could not say %j', async (change) => {
    const definition = { ...cased, ...(change as object) };
    const files = definitionFiles(definition);
    expect(Object.keys(files)).not.toContain('vocab.txt');
    expect(read(files, 'tokenizer_config.json').tokenizer_class).toBe('PreTrainedTokenizerFast');
    const { roles, ...rest } = await load(files);
    expect({ ...rest, roles: definition.roles }).toEqual(definition);
    expect(roles).toMatchObject(definition.roles);
  });

  it('writes no vocab.txt where that could not hold a piece', async () => {
    const definition = bertDefinition({ vocabulary: [...vocabulary, 'a\nb', 'c '] });
    expect(Object.keys(definitionFiles(definition))).not.toContain('vocab.txt');
    expect(await load(definitionFiles(definition))).toEqual(definition);
  });

  it('writes no tokenizer.json in other modes', async () => {
    const google = bertDefinition({ vocabulary, mode: 'google' });
    const files = definitionFiles(google);
    expect(Object.keys(files)).not.toContain('tokenizer.json');
    expect(await loadDefinition(folder(files), { mode: 'google' })).toEqual(google);
    expect(() => definitionFiles({ ...google, decoder: undefined })).toThrow(/in mode 'google'/);
    expect(() => definitionFiles({ ...google, vocabulary: [...vocabulary, ' x'] })).toThrow(/Piece 8 is " x"/);
  });
});

describe('loadTokenizer', () => {
  it('makes a tokenizer of the files, and tokenizerFiles files of it', async () => {
    const tokenizer = await loadTokenizer(folder({ 'vocab.txt': lines }));
    expect(tokenizer.tokenize('A [MASK]')).toEqual(['a', '[MASK]']);
    expect((await loadTokenizer(folder(tokenizerFiles(tokenizer)))).definition).toEqual(tokenizer.definition);
  });
});
