import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bertDefinition, withIds } from '../bert-definition.js';
import type { TokenizerDefinition } from '../definition.js';
import type { TemplatePart } from '../encoding/template.js';
import { parseTokenizerJson, serializeTokenizerJson } from './tokenizer-json.js';

const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'a', '##b', '7', '__proto__'];
const bert = bertDefinition({ vocabulary });
/** A file to change a part of. */
const file = JSON.parse(serializeTokenizerJson(bert));
const parse = (changes: object) => parseTokenizerJson(JSON.stringify({ ...file, ...changes }), 'tokenizer.json in /m');
const token = {
  id: 9,
  content: '<x>',
  single_word: false,
  lstrip: false,
  rstrip: false,
  normalized: true,
  special: false,
};
const model = (changes: object) => ({ model: { ...file.model, ...changes } });

describe('parseTokenizerJson', () => {
  it('reads what BERT has', () => {
    expect(parse({})).toEqual(bert);
  });

  it('reads older files, which do not tell the version or the kind of model', () => {
    const { type: _, ...untyped } = file.model;
    const { version: __, added_tokens: ___, ...old } = { ...file, model: untyped };
    expect(parseTokenizerJson(JSON.stringify(old), 'x')).toEqual({
      ...bert,
      addedTokens: [],
      roles: { unkToken: '[UNK]' },
    });
  });

  it('takes BertProcessing for a template', () => {
    const processor = { type: 'BertProcessing', sep: ['[SEP]', 3], cls: ['[CLS]', 2] };
    expect(parse({ post_processor: processor }).template).toEqual(bert.template);
  });

  it('reads templates with several ids, other types, and the second text first', () => {
    const { template } = parse({
      post_processor: {
        type: 'TemplateProcessing',
        single: [{ Sequence: { id: 'A', type_id: 2 } }, { SpecialToken: { id: 'end', type_id: 3 } }],
        pair: [{ Sequence: { id: 'B', type_id: 0 } }, { Sequence: { id: 'A', type_id: 255 } }],
        special_tokens: { end: { id: 'end', ids: [3, 5], tokens: ['[SEP]', 'a'] } },
      },
    });
    expect(template).toEqual({
      single: [
        { sequence: 0, typeId: 2 },
        { name: 'end', ids: [3, 5], typeId: 3 },
      ],
      pair: [
        { sequence: 1, typeId: 0 },
        { sequence: 0, typeId: 255 },
      ],
    });
  });

  it('flattens sequences', () => {
    const nfd = { type: 'Sequence', normalizers: [{ type: 'NFD' }, { type: 'Sequence', normalizers: [] }] };
    const normalizer = { type: 'Sequence', normalizers: [nfd, { type: 'Lowercase' }, { type: 'StripAccents' }] };
    expect(parse({ normalizer }).normalizer.map(({ type }) => type)).toEqual(['NFD', 'Lowercase', 'StripAccents']);
    const pretokenizers = [{ type: 'WhitespaceSplit' }, { type: 'Punctuation' }];
    expect(parse({ pre_tokenizer: { type: 'Sequence', pretokenizers } }).preTokenizer).toEqual(pretokenizers);
  });

  it('takes missing parts for none', () => {
    const none = { normalizer: null, pre_tokenizer: null, post_processor: null, decoder: null };
    expect(parse(none)).toMatchObject({ normalizer: [], preTokenizer: [], template: undefined, decoder: undefined });
  });

  it('reads truncation and padding, and learns the padding token', () => {
    const { truncation, padding, roles } = parse({
      truncation: { direction: 'Left', max_length: 24, strategy: 'OnlyFirst', stride: 2 },
      padding: {
        strategy: { Fixed: 7 },
        direction: 'Left',
        pad_to_multiple_of: 0,
        pad_id: 5,
        pad_type_id: 4,
        pad_token: 'a',
      },
    });
    expect(truncation).toEqual({ maxLength: 24, strategy: 'onlyFirst', direction: 'left', stride: 2 });
    expect(padding).toEqual({ length: 7, direction: 'left', token: 'a', tokenId: 5, tokenTypeId: 4 });
    expect(roles.padToken).toBe('a');
    const { direction } = parse({ truncation: { max_length: 9, strategy: 'LongestFirst', stride: 0 } }).truncation!;
    expect(direction).toBe('right'); // of older files
  });

  it('refuses a padding that would fill the memory', () => {
    const padding = { direction: 'Right', pad_to_multiple_of: 0, pad_id: 0, pad_type_id: 0, pad_token: 'a' };
    expect(() => parse({ padding: { ...padding, strategy: { Fixed: 2 ** 31 } } })).toThrow(
      /^padding.strategy.Fixed is 2147483648 .* must be a whole number from 0 to 65536\.$/,
    );
    expect(() => parse({ padding: { ...padding, strategy: 'BatchLongest', pad_to_multiple_of: 65_537 } })).toThrow(
      /^padding.pad_to_multiple_of is 65537 /,
    );
  });

  it('gives ids that no piece has the last piece, which is not found by them', () => {
    const { vocabulary } = parse({
      ...model({ vocab: { '[UNK]': 0, a: 2, b: 5 } }),
      added_tokens: [],
      post_processor: null,
    });
    expect(vocabulary).toEqual(['[UNK]', 'b', 'a', 'b', 'b', 'b']);
    const { addedTokens } = parse({
      ...model({ vocab: { '[UNK]': 0, a: 2, b: 5 } }),
      added_tokens: [{ ...token, id: 3 }], // after three pieces
      post_processor: null,
    });
    expect(addedTokens[0]).toMatchObject({ id: 3, content: '<x>' });
  });

  it.each([
    ['an unknown part', { foo: 1 }, /^foo is 1 in tokenizer.json in \/m; .*supported are version, truncation/],
    ['another version', { version: '2.0' }, /^version is "2.0" .*supported are 1.0/],
    ['a file without a model', { model: undefined }, /^model is missing/],
    ['another model', model({ type: 'BPE' }), /^model.type is "BPE" .*supported are WordPiece/],
    ['a model without a limit', model({ max_input_chars_per_word: undefined }), /max_input_chars_per_word is missing/],
    ['a setting of the model', model({ dropout: 0.1 }), /^model.dropout is 0.1 .*is not known/],
    ['no unknown token', model({ unk_token: '<unk>' }), /^model.unk_token is "<unk>" .*no such piece/],
    ['a list of pieces', model({ vocab: ['a'] }), /^model.vocab is an array/],
    ['an id below 0', model({ vocab: { '[UNK]': -1 } }), /^model.vocab\["\[UNK\]"\] is -1/],
    ['an id in parts', model({ vocab: { a: 0.5, '[UNK]': 0 } }), /^model.vocab.a is 0.5/],
    ['an id as text', model({ vocab: { a: '1', '[UNK]': 0 } }), /^model.vocab.a is "1"/],
    ['an id far off', model({ vocab: { a: 4e9, '[UNK]': 0 } }), /^model.vocab.a is 4000000000 .*file of this size/],
    ['an id of two', model({ vocab: { a: 1, b: 1, '[UNK]': 0 } }), /^model.vocab.b is 1 .*is the id of "a" too/],
    ['half a pair', model({ vocab: { '\ud800': 1, '[UNK]': 0 } }), /half a surrogate pair/],
    ['another normaliser', { normalizer: { type: 'Replace' } }, /^normalizer.type is "Replace" .*supported are BertN/],
    [
      'another normaliser in a sequence',
      { normalizer: { type: 'Sequence', normalizers: [{ type: 'NFD' }, { type: 'NFKC' }] } },
      /^normalizer.normalizers\[1\].type is "NFKC"/,
    ],
    [
      'half a normaliser',
      { normalizer: { type: 'BertNormalizer', clean_text: true } },
      /handle_chinese_chars is missing/,
    ],
    ['a setting of NFD', { normalizer: { type: 'NFD', form: 'C' } }, /^normalizer.form is "C"/],
    ['another splitting', { pre_tokenizer: { type: 'Metaspace' } }, /^pre_tokenizer.type is "Metaspace"/],
    [
      'another behaviour',
      { pre_tokenizer: { type: 'Punctuation', behavior: 'Removed' } },
      /^pre_tokenizer.behavior is "Removed" .*supported are Isolated/,
    ],
    [
      'another processor',
      { post_processor: { type: 'RobertaProcessing' } },
      /^post_processor.type is "RobertaProcessing"/,
    ],
    [
      'a token with another id',
      { post_processor: { type: 'BertProcessing', sep: ['[SEP]', 102], cls: ['[CLS]', 2] } },
      /^post_processor.sep\[1\] is 102 .*the token is "\[SEP\]", but the vocabulary has none/,
    ],
    [
      'a template without the text',
      { post_processor: { ...file.post_processor, single: [] } },
      /^post_processor.single is an array .*the sequence A once/,
    ],
    [
      'a template with one text of two',
      { post_processor: { ...file.post_processor, pair: file.post_processor.single } },
      /^post_processor.pair .*the sequences A and B once each/,
    ],
    [
      'a template with a token that is not told',
      { post_processor: { ...file.post_processor, special_tokens: {} } },
      /^post_processor.special_tokens\["\[CLS\]"\] is missing/,
    ],
    ['another decoder', { decoder: { type: 'Metaspace' } }, /^decoder.type is "Metaspace"/],
    ['half a decoder', { decoder: { type: 'WordPiece', prefix: '##' } }, /^decoder.cleanup is missing/],
    ['another strategy', { truncation: { max_length: 1, strategy: 'x', stride: 0 } }, /^truncation.strategy is "x"/],
    ['another padding', { padding: { strategy: 'Longest' } }, /^padding.strategy is "Longest"/],
    ['an added token without flags', { added_tokens: [{ id: 9, content: 'x' }] }, /special is missing/],
    [
      'an added token of nothing',
      { added_tokens: [{ ...token, content: '' }] },
      /content is "" .*must have a character/,
    ],
    ['an added token twice', { added_tokens: [token, { ...token, id: 10 }] }, /\[1\].content is "<x>" .*is written so/],
    [
      'an added token with another id',
      { added_tokens: [{ ...token, id: 50 }] },
      /\[0\].id is 50 .*would have the id 9/,
    ],
    ['a piece with another id', { added_tokens: [{ ...token, content: 'a' }] }, /\[0\].id is 9 .*would have the id 5/],
  ])('refuses %s', (_, changes, message) => {
    expect(() => parse(changes)).toThrow(message);
    expect(() => parse(changes)).toThrow(expect.objectContaining({ code: 'BERTKIT_TOKENIZER_FILES' }));
  });

  it('refuses sequences that are nested too deeply, and is not thrown by them', () => {
    const open = '{"type":"Sequence","normalizers":[';
    const nested = (depth: number) =>
      JSON.stringify({ ...file, normalizer: 0 }).replace('"normalizer":0', () => {
        return `"normalizer":${open.repeat(depth)}${']}'.repeat(depth)}`;
      });
    expect(parseTokenizerJson(nested(100), 'x').normalizer).toEqual([]);
    expect(() => parseTokenizerJson(nested(50_000), 'x')).toThrow(/not be nested more than 128 deep/);
  });
});

describe('serializeTokenizerJson', () => {
  it('writes pieces by id, one a line, whatever they are called', () => {
    const lines = serializeTokenizerJson(bert).split('\n');
    const first = lines.indexOf('      "[PAD]": 0,');
    expect(lines.slice(first + 5, first + 10)).toEqual([
      '      "a": 5,',
      '      "##b": 6,',
      '      "7": 7,',
      '      "__proto__": 8',
      '    }',
    ]);
  });

  it('leaves out pieces that come again', () => {
    const { model } = JSON.parse(serializeTokenizerJson({ ...bert, vocabulary: [...vocabulary, 'a'] }));
    expect(model.vocab.a).toBe(9);
    expect(Object.keys(model.vocab)).toHaveLength(9);
  });

  it('refuses other modes, and padding with a token that is not there', () => {
    expect(() => serializeTokenizerJson({ ...bert, mode: 'google' })).toThrow(/The mode is 'google'/);
    expect(() => serializeTokenizerJson({ ...bert, padding: { token: 'x' } })).toThrow(/padding is with "x"/);
    const { padding } = JSON.parse(serializeTokenizerJson({ ...bert, padding: {} }));
    expect(padding).toMatchObject({ pad_id: 0, pad_token: '[PAD]', strategy: 'BatchLongest', direction: 'Right' });
  });

  it('writes what parseTokenizerJson reads back', () => {
    fc.assert(
      fc.property(definitions(), (definition) => {
        expect(parseTokenizerJson(serializeTokenizerJson(definition), 'x')).toEqual(definition);
      }),
      { numRuns: 2000 },
    );
  });
});

/** Any definition that a tokenizer.json can hold. */
function definitions(): fc.Arbitrary<TokenizerDefinition> {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 4 }),
    fc.constantFrom('__proto__', '12', '##', '"', '\n'),
  );
  const steps = fc.oneof(
    fc.record({
      type: fc.constant('BertNormalizer' as const),
      cleanText: fc.boolean(),
      handleChineseChars: fc.boolean(),
      stripAccents: fc.constantFrom(null, true, false),
      lowercase: fc.boolean(),
    }),
    fc.constantFrom({ type: 'NFD' as const }, { type: 'Lowercase' as const }, { type: 'StripAccents' as const }),
  );
  const preTokenizers = fc.constantFrom(
    { type: 'BertPreTokenizer' as const },
    { type: 'WhitespaceSplit' as const },
    { type: 'Punctuation' as const },
  );
  const newToken = fc.record({
    content: fc.string({ unit: 'binary', minLength: 1, maxLength: 4 }),
    special: fc.boolean(),
    singleWord: fc.boolean(),
    lstrip: fc.boolean(),
    rstrip: fc.boolean(),
    normalized: fc.boolean(),
  });
  const direction = fc.constantFrom('left' as const, 'right' as const);
  const small = fc.nat(255);
  return fc
    .record({
      pieces: fc.uniqueArray(text, { minLength: 1, maxLength: 8 }),
      tokens: fc.uniqueArray(newToken, { maxLength: 4, selector: ({ content }) => content }),
      normalizer: fc.array(steps, { maxLength: 3 }),
      preTokenizer: fc.array(preTokenizers, { maxLength: 3 }),
      decoder: fc.option(fc.record({ prefix: text, cleanUp: fc.boolean() }), { nil: undefined }),
      truncation: fc.option(
        fc.record({
          maxLength: fc.nat(),
          strategy: fc.constantFrom('longestFirst' as const, 'onlyFirst' as const, 'onlySecond' as const),
          direction,
          stride: fc.nat(),
        }),
        { nil: undefined },
      ),
      padding: fc.option(
        fc.record({
          length: fc.option(fc.nat(65_536), { nil: undefined }),
          multipleOf: fc.option(fc.integer({ min: 1, max: 64 }), { nil: undefined }),
          direction,
          token: text,
          tokenId: fc.nat(),
          tokenTypeId: small,
        }),
        { nil: undefined },
      ),
      continuingPrefix: text,
      maxWordLength: fc.nat(),
      ends: fc.array(fc.array(fc.nat(), { maxLength: 3 }), { minLength: 3, maxLength: 3 }),
      typeId: small,
      hasTemplate: fc.boolean(),
    })
    .map(({ pieces, tokens, ends, typeId, hasTemplate, ...rest }) => {
      const addedTokens = withIds(pieces, tokens);
      const count = new Set([...pieces, ...tokens.map(({ content }) => content)]).size;
      const special = (i: number): TemplatePart => {
        return { name: `<${i}>`, ids: (ends[i] ?? []).map((id) => id % count), typeId };
      };
      const single: TemplatePart[] = [special(0), { sequence: 0, typeId }, special(1)];
      return {
        mode: 'hf',
        vocabulary: pieces,
        addedTokens,
        unkToken: pieces[0]!,
        roles: { ...(rest.padding && { padToken: rest.padding.token }), unkToken: pieces[0]! },
        template: hasTemplate ? { single, pair: [{ sequence: 1, typeId: 1 }, special(2), ...single] } : undefined,
        modelMaxLength: undefined,
        ...rest,
      };
    });
}
