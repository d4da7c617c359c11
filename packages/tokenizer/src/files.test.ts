import { describe, expect, it } from 'vitest';
import { loadTokenizer, type TokenizerSource, tokenizerFiles } from './files.js';
import { createTokenizer } from './tokenizer.js';

const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'a', 'A', '中'];

/** A folder in memory. */
function folder(files: Record<string, string | Uint8Array>): TokenizerSource {
  const bytes = (name: string) => {
    const content = files[name];
    return typeof content === 'string' ? new TextEncoder().encode(content) : content;
  };
  return {
    location: '/models/x',
    size: async (name) => bytes(name)?.length,
    read: async (name) => bytes(name) ?? Promise.reject(new Error(`no ${name}`)),
  };
}

const withConfig = (config: unknown) =>
  loadTokenizer(folder({ 'vocab.txt': vocabulary.join('\n'), 'tokenizer_config.json': JSON.stringify(config) }));

describe('loadTokenizer', () => {
  it('lowercases where no config says otherwise', async () => {
    const tokenizer = await loadTokenizer(folder({ 'vocab.txt': vocabulary.join('\n') }));
    expect(tokenizer.settings).toEqual(createTokenizer({ vocabulary }).settings);
    expect(tokenizer.tokenize('A')).toEqual(['a']);
    expect((await withConfig({})).settings).toEqual(tokenizer.settings);
  });

  it('reads the settings, tokens as strings or as objects', async () => {
    const tokenizer = await withConfig({
      tokenizer_class: 'BertTokenizerFast',
      do_lower_case: false,
      strip_accents: true,
      tokenize_chinese_chars: false,
      model_max_length: 512,
      pad_token: 'a',
      mask_token: { content: '中', lstrip: false },
      unk_token: null,
      added_tokens_decoder: { 1: { content: '[UNK]', special: true } },
    });
    expect(tokenizer.settings).toMatchObject({
      lowercase: false,
      stripAccents: true,
      handleChineseChars: false,
      cleanText: true,
      modelMaxLength: 512,
    });
    expect([tokenizer.padId, tokenizer.maskId, tokenizer.unkId]).toEqual([5, 7, 1]);
  });

  it('takes 1e30 for no limit', async () => {
    expect((await withConfig({ model_max_length: 1e30 })).settings.modelMaxLength).toBeUndefined();
  });

  it.each([
    [
      { do_lower_case: 'yes' },
      /do_lower_case is "yes" in tokenizer_config.json in \/models\/x, but must be true or false/,
    ],
    [{ strip_accents: 1 }, /strip_accents is 1/],
    [{ model_max_length: -1 }, /model_max_length is -1/],
    [{ sep_token: 3 }, /sep_token is 3/],
    [{ tokenizer_class: 'BertJapaneseTokenizer' }, /tokenizer_class is "BertJapaneseTokenizer"/],
    [{ additional_special_tokens: ['<user>'] }, /additional_special_tokens .* adds "<user>"/],
    [{ added_tokens_decoder: { 9: { content: 'x' } } }, /added_tokens_decoder .* adds "x"/],
    [[], /no JSON object/],
  ])('refuses %j', async (config, message) => {
    await expect(withConfig(config)).rejects.toThrow(message);
    await expect(withConfig(config)).rejects.toMatchObject({ code: 'BERTKIT_TOKENIZER_FILES' });
  });

  it.each([
    [{}, /\/models\/x has no vocab.txt/],
    [{ 'vocab.txt': '' }, /vocab.txt in \/models\/x cannot be used. The vocabulary is empty/],
    [{ 'vocab.txt': 'a\nb' }, /vocab.txt in \/models\/x cannot be used. .*"\[PAD\]"/],
    [{ 'vocab.txt': new Uint8Array([0x61, 0xff]) }, /vocab.txt in \/models\/x is not UTF-8/],
    [
      { 'vocab.txt': vocabulary.join('\n'), 'tokenizer_config.json': '{"a":' },
      /tokenizer_config.json in .* is not JSON/,
    ],
  ])('refuses files that it cannot use: %j', async (files, message) => {
    await expect(loadTokenizer(folder(files))).rejects.toThrow(message);
  });

  it('reads no file that is far too large', async () => {
    const huge = { location: '/x', size: async () => 2 ** 40, read: () => Promise.reject(new Error('was read')) };
    await expect(loadTokenizer(huge)).rejects.toThrow(/vocab.txt in \/x has 1099511627776 bytes/);
  });
});

describe('tokenizerFiles', () => {
  it('gives what loadTokenizer reads', async () => {
    const tokenizer = createTokenizer({
      vocabulary: [...vocabulary, '', '<m>'],
      lowercase: false,
      stripAccents: false,
      handleChineseChars: false,
      maskToken: '<m>',
      modelMaxLength: 128,
    });
    const again = await loadTokenizer(folder(tokenizerFiles(tokenizer)));
    expect(again.settings).toEqual(tokenizer.settings);
    expect(again.vocabulary).toEqual(tokenizer.vocabulary);
  });

  it('refuses what the files cannot hold', () => {
    expect(() => tokenizerFiles(createTokenizer({ vocabulary, cleanText: false }))).toThrow(/cleanText is false/);
    expect(() => tokenizerFiles(createTokenizer({ vocabulary: [...vocabulary, 'a\nb'] }))).toThrow(
      /Piece 8 is "a\\nb"/,
    );
  });
});
