import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTokenizer, type Tokenizer } from './tokenizer.js';

const specialTokens = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];
const pieces = ['un', '##aff', '##able', '##a', 'a', 'b', 'c', '##b', 'want', '##ed', 'runn', '##ing', ',', '.', '!'];
const vocabulary = [
  ...specialTokens,
  ...pieces,
  '中',
  '文',
  'e',
  '##e',
  '##é',
  'É',
  '[',
  ']',
  'mask',
  '😀',
  '##😀',
  '=',
];
const tokenizer = createTokenizer({ vocabulary });
const cased = createTokenizer({ vocabulary, lowercase: false });

/** `[token, start, end, word]` of each token. */
function rows(text: string, by: Tokenizer = tokenizer) {
  const { tokens, offsets, wordIds } = by.encode(text, { addSpecialTokens: false });
  return tokens.map((token, i) => [token, offsets[2 * i], offsets[2 * i + 1], wordIds[i]]);
}

describe('createTokenizer', () => {
  it('names a special token that the vocabulary has not', () => {
    expect(() => createTokenizer({ vocabulary: ['[PAD]', '[UNK]', '[CLS]', '[SEP]'] })).toThrow(
      /has no "\[MASK\]", which is the maskToken/,
    );
    expect(() => createTokenizer({ vocabulary, unkToken: '<unk>' })).toThrow(/"<unk>", which is the unkToken/);
  });

  it('refuses options that mean nothing', () => {
    expect(() => createTokenizer({ vocabulary: ['', ...vocabulary], padToken: '' })).toThrow(/padToken is ""/);
    expect(() => createTokenizer({ vocabulary, modelMaxLength: 0 })).toThrow(/modelMaxLength is 0/);
  });

  it('takes the last of equal pieces', () => {
    const twice = createTokenizer({ vocabulary: [...vocabulary, 'a', '[MASK]'] });
    expect(twice.tokenToId('a')).toBe(vocabulary.length);
    expect(twice.maskId).toBe(vocabulary.length + 1);
    expect(twice.idToToken(vocabulary.indexOf('a'))).toBeUndefined();
    expect(twice.vocabularySize).toBe(vocabulary.length + 2);
  });

  it('knows ids and pieces', () => {
    const { padId, unkId, clsId, sepId, maskId } = tokenizer;
    expect([padId, unkId, clsId, sepId, maskId]).toEqual([0, 1, 2, 3, 4]);
    expect(tokenizer.tokenToId('##aff')).toBe(6);
    expect(tokenizer.idToToken(6)).toBe('##aff');
    expect(tokenizer.tokenToId('none')).toBeUndefined();
    expect([-1, 0.5, vocabulary.length].map((id) => tokenizer.idToToken(id))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('encode', () => {
  it('gives [CLS] and [SEP] alone for an empty text', () => {
    expect(tokenizer.encode('').tokens).toEqual(['[CLS]', '[SEP]']);
    expect(tokenizer.encode('', { pair: '' }).tokens).toEqual(['[CLS]', '[SEP]', '[SEP]']);
    expect(tokenizer.encode('', { addSpecialTokens: false }).inputIds).toEqual(new Int32Array());
  });

  it('takes the longest piece at each place', () => {
    expect(rows('UNAFFABLE, wanted')).toEqual([
      ['un', 0, 2, 0],
      ['##aff', 2, 5, 0],
      ['##able', 5, 9, 0],
      [',', 9, 10, 1],
      ['want', 11, 15, 2],
      ['##ed', 15, 17, 2],
    ]);
  });

  it('makes one unknown token of a word when any part has no piece', () => {
    expect(rows('unx a')).toEqual([
      ['[UNK]', 0, 3, 0],
      ['a', 4, 5, 1],
    ]);
  });

  it('takes words of 100 characters, and no longer ones, counted after normalisation', () => {
    expect(rows(`a${'b'.repeat(99)}`)).toHaveLength(100);
    expect(rows(`a${'b'.repeat(100)}`)).toEqual([['[UNK]', 0, 101, 0]]);
    expect(rows(`a${'b\u0301'.repeat(99)}`)).toHaveLength(100); // the accents are gone by then
    expect(rows('😀'.repeat(100))).toHaveLength(100); // code points, not UTF-16 units
  });

  it('keeps the place of what it was made from', () => {
    expect(rows('\u0301abc')).toEqual([['[UNK]', 1, 4, 0]]);
    expect(rows('É\u0301\0 e\0\u200be')).toEqual([
      ['e', 0, 1, 0],
      ['e', 4, 5, 1],
      ['##e', 7, 8, 1],
    ]);
    expect(rows('Éé', cased)).toEqual([
      ['É', 0, 1, 0],
      ['##é', 1, 2, 0],
    ]);
  });

  it('makes one token of a piece even where several spellings lead to it', () => {
    // Each twice, as the second time they are remembered.
    for (const spelling of ['e', 'É', 'e\u0301', '\u0301e', 'e\0', '\ud800e']) {
      expect(tokenizer.tokenize(`${spelling} ${spelling}`)).toEqual(['e', 'e']);
    }
  });

  it('recognises special tokens in the text, if written exactly so', () => {
    expect(rows('a[MASK]b [mask]')).toEqual([
      ['a', 0, 1, 0],
      ['[MASK]', 1, 7, 1],
      ['b', 7, 8, 2],
      ['[', 9, 10, 3],
      ['mask', 10, 14, 4],
      [']', 14, 15, 5],
    ]);
    expect(tokenizer.tokenize('[MA\0SK]')).toEqual(['[', 'mask', ']']);
    expect(tokenizer.tokenize('[[PAD][SEP]')).toEqual(['[', '[PAD]', '[SEP]']);
  });

  it('finds the longest special token, whatever its characters', () => {
    const odd = createTokenizer({
      vocabulary: ['a', 'ab', '(.*)', '+', '\\'],
      padToken: 'a',
      unkToken: 'ab',
      clsToken: '(.*)',
      sepToken: '+',
      maskToken: '\\',
    });
    expect(odd.tokenize('aabXA(.*)+\\')).toEqual(['a', 'ab', 'ab', '(.*)', '+', '\\']);
  });

  it('puts a pair together, each text with offsets and words of its own', () => {
    const encoding = tokenizer.encode('wanted!', { pair: '中文 [MASK]' });
    expect(encoding.tokens).toEqual(['[CLS]', 'want', '##ed', '!', '[SEP]', '中', '文', '[MASK]', '[SEP]']);
    expect([...encoding.inputIds]).toEqual([2, 13, 14, 19, 3, 20, 21, 4, 3]);
    expect([...encoding.tokenTypeIds]).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1]);
    expect([...encoding.attentionMask]).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1]);
    expect([...encoding.specialTokensMask]).toEqual([1, 0, 0, 0, 1, 0, 0, 0, 1]); // the [MASK] was in the text
    expect([...encoding.offsets]).toEqual([0, 0, 0, 4, 4, 6, 6, 7, 0, 0, 0, 1, 1, 2, 3, 9, 0, 0]);
    expect([...encoding.wordIds]).toEqual([-1, 0, 0, 1, -1, 0, 1, 2, -1]);
    expect([...encoding.sequenceIds]).toEqual([-1, 0, 0, 0, -1, 1, 1, 1, -1]);
    expect(encoding.truncatedCount).toBe(0);
  });

  it('keeps token types and sequences without special tokens', () => {
    const encoding = tokenizer.encode('a', { pair: 'b', addSpecialTokens: false });
    expect([...encoding.tokenTypeIds]).toEqual([0, 1]);
    expect([...encoding.sequenceIds]).toEqual([0, 1]);
    expect([...encoding.specialTokensMask]).toEqual([0, 0]);
  });

  it('cuts from either side, and tells how much', () => {
    const right = tokenizer.encode('a b c', { truncation: { maxLength: 4 } });
    expect([right.tokens, right.truncatedCount]).toEqual([['[CLS]', 'a', 'b', '[SEP]'], 1]);
    const left = tokenizer.encode('a b c', { pair: 'a b', truncation: { maxLength: 5, direction: 'left' } });
    expect([left.tokens, left.truncatedCount]).toEqual([['[CLS]', 'c', '[SEP]', 'b', '[SEP]'], 3]);
    expect([...left.offsets]).toEqual([0, 0, 4, 5, 0, 0, 2, 3, 0, 0]);
    expect([...left.wordIds]).toEqual([-1, 2, -1, 1, -1]);
  });

  it('can cut all of a text, but not the special tokens', () => {
    expect(tokenizer.encode('a b', { truncation: { maxLength: 2 } }).tokens).toEqual(['[CLS]', '[SEP]']);
    expect(() => tokenizer.encode('a b', { truncation: { maxLength: 1 } })).toThrow(/maxLength is 1, .* alone are 2/);
    expect(tokenizer.encode('a b', { addSpecialTokens: false, truncation: { maxLength: 0 } }).tokens).toEqual([]);
  });

  it('fills up on either side', () => {
    const reversed = createTokenizer({ vocabulary: [...vocabulary].reverse() }); // [PAD] is not 0 everywhere
    const right = reversed.encode('a', { padding: { length: 5 } });
    expect([...right.inputIds.slice(3)]).toEqual([vocabulary.length - 1, vocabulary.length - 1]);
    expect(right.tokens).toEqual(['[CLS]', 'a', '[SEP]', '[PAD]', '[PAD]']);
    expect([...right.attentionMask]).toEqual([1, 1, 1, 0, 0]);
    expect([...right.specialTokensMask]).toEqual([1, 0, 1, 1, 1]);
    const left = tokenizer.encode('a', { padding: { length: 5, direction: 'left', tokenTypeId: 1 } });
    expect(left.tokens).toEqual(['[PAD]', '[PAD]', '[CLS]', 'a', '[SEP]']);
    expect([...left.tokenTypeIds]).toEqual([1, 1, 0, 0, 0]);
    expect([...left.offsets]).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 0, 0]);
    expect([...left.wordIds]).toEqual([-1, -1, -1, 0, -1]);
    expect([...left.sequenceIds]).toEqual([-1, -1, -1, 0, -1]);
  });

  it('rounds the length up to a multiple, and leaves longer encodings alone', () => {
    expect(tokenizer.encode('a', { padding: { multipleOf: 8 } }).tokens).toHaveLength(8);
    expect(tokenizer.encode('a', { padding: { length: 9, multipleOf: 8 } }).tokens).toHaveLength(16);
    expect(tokenizer.encode('a b c', { padding: { length: 2 } }).tokens).toHaveLength(5);
  });

  it.each([
    [{ truncation: { maxLength: 2.5 } }, /truncation.maxLength is 2.5/],
    [{ truncation: { maxLength: 8, strategy: 'longest_first' as 'longestFirst' } }, /strategy is "longest_first"/],
    [{ truncation: { maxLength: 8, direction: 'Left' as 'left' } }, /direction is "Left"/],
    [{ padding: { length: -1 } }, /padding.length is -1/],
    [{ padding: { multipleOf: 0 } }, /padding.multipleOf is 0/],
    [{ padding: { direction: 'both' as 'left' } }, /padding.direction is "both"/],
  ])('refuses %j', (options, message) => {
    expect(() => tokenizer.encode('a', options)).toThrow(message);
  });

  it('hands out arrays that later calls leave alone', () => {
    const first = tokenizer.encode('a b');
    const ids = tokenizer.encodeToIds('a b');
    tokenizer.encode('c c c c');
    expect(first.tokens).toEqual(['[CLS]', 'a', 'b', '[SEP]']);
    expect([...first.inputIds]).toEqual([2, 9, 10, 3]);
    expect([...ids]).toEqual([9, 10]);
  });
});

describe('encodeBatch', () => {
  it('gives nothing for nothing', () => {
    expect(tokenizer.encodeBatch([], { padding: {} })).toEqual([]);
  });

  it('is encode for each text or pair, filled up to the longest', () => {
    const inputs = ['a', ['b', 'c'], 'unaffable, wanted'] as const;
    const [one, two, three] = tokenizer.encodeBatch(inputs);
    expect(one).toEqual(tokenizer.encode('a'));
    expect(two).toEqual(tokenizer.encode('b', { pair: 'c' }));
    expect(tokenizer.encodeBatch(inputs, { padding: {} })).toEqual([
      tokenizer.encode('a', { padding: { length: 8 } }),
      tokenizer.encode('b', { pair: 'c', padding: { length: 8 } }),
      three,
    ]);
    expect(tokenizer.encodeBatch(inputs, { padding: { multipleOf: 5 } })[0]?.tokens).toHaveLength(10);
    expect(tokenizer.encodeBatch(inputs, { padding: { length: 4 } }).map(({ tokens }) => tokens.length)).toEqual([
      4, 5, 8,
    ]);
  });
});

describe('encodeToIds', () => {
  it('gives the ids of the text alone, special tokens as plain text if asked', () => {
    expect([...tokenizer.encodeToIds('a[MASK]')]).toEqual([9, 4]);
    const plain = tokenizer.encodeToIds('a[MASK]', { specialTokens: false });
    expect(Array.from(plain, (id) => vocabulary[id])).toEqual(['a', '[', 'mask', ']']);
  });
});

describe('decode', () => {
  it('leaves out unknown ids, and special tokens unless told not to', () => {
    const { inputIds } = tokenizer.encode('Unaffable, wanted!');
    expect(tokenizer.decode([...inputIds, -1, 99_999])).toBe('unaffable, wanted!');
    expect(tokenizer.decode(inputIds, { skipSpecialTokens: false, cleanUp: false })).toBe(
      '[CLS] unaffable , wanted ! [SEP]',
    );
  });

  it('encodes to the same ids again, where all words are known', () => {
    const words = fc.array(fc.constantFrom('unaffable', 'wanted', 'running', 'a', 'bb', '中', ',', '!', '=', '[MASK]'));
    fc.assert(
      fc.property(words, (parts) => {
        const ids = tokenizer.encodeToIds(parts.join(' '));
        const text = tokenizer.decode(ids, { skipSpecialTokens: false, cleanUp: false });
        expect(tokenizer.encodeToIds(text)).toEqual(ids);
        expect(tokenizer.encodeToIds(tokenizer.decode(ids, { skipSpecialTokens: false }))).toEqual(ids);
      }),
    );
  });
});
