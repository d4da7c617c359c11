import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bertDefinition } from './bert-definition.js';
import { buildTokenizer } from './build-tokenizer.js';
import type { Encoding } from './encoding/encoding.js';
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

/** All that an encoding tells, read. */
function fieldsOf(encoding: Encoding) {
  const { inputIds, tokenTypeIds, attentionMask, specialTokensMask, offsets, wordIds, sequenceIds, tokens } = encoding;
  const { length, truncatedCount } = encoding;
  const overflow = encoding.overflow.map((part): unknown => fieldsOf(part));
  return {
    ...{ inputIds, tokenTypeIds, attentionMask, specialTokensMask, offsets, wordIds, sequenceIds, tokens },
    ...{ length, truncatedCount, overflow },
  };
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
    expect(tokenizer.encodePair('', '').tokens).toEqual(['[CLS]', '[SEP]', '[SEP]']);
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
    const options = {
      vocabulary: ['a', 'ab', '(.*)', '+', '\\'],
      padToken: 'a',
      unkToken: 'ab',
      clsToken: '(.*)',
      sepToken: '+',
      maskToken: '\\',
    };
    expect(() => createTokenizer(options)).toThrow(/starts with a letter or a digit/);
    const odd = buildTokenizer(bertDefinition(options));
    expect(odd.tokenize('aabXA(.*)+\\')).toEqual(['a', 'ab', 'ab', '(.*)', '+', '\\']);
  });

  it('puts a pair together, each text with offsets and words of its own', () => {
    const encoding = tokenizer.encodePair('wanted!', '中文 [MASK]');
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
    const encoding = tokenizer.encodePair('a', 'b', { addSpecialTokens: false });
    expect([...encoding.tokenTypeIds]).toEqual([0, 1]);
    expect([...encoding.sequenceIds]).toEqual([0, 1]);
    expect([...encoding.specialTokensMask]).toEqual([0, 0]);
  });

  it('cuts from either side, and tells how much', () => {
    const right = tokenizer.encode('a b c', { truncation: { maxLength: 4 } });
    expect([right.tokens, right.truncatedCount]).toEqual([['[CLS]', 'a', 'b', '[SEP]'], 1]);
    const left = tokenizer.encodePair('a b c', 'a b', { truncation: { maxLength: 5, direction: 'left' } });
    expect([left.tokens, left.truncatedCount]).toEqual([['[CLS]', 'c', '[SEP]', 'b', '[SEP]'], 3]);
    expect([...left.offsets]).toEqual([0, 0, 4, 5, 0, 0, 2, 3, 0, 0]);
    expect([...left.wordIds]).toEqual([-1, 2, -1, 1, -1]);
  });

  it('gives what was cut off as further encodings, which overlap by the stride', () => {
    const long = tokenizer.encode('a b c a b', {
      truncation: { maxLength: 5, stride: 2 },
      padding: { length: 6 },
    });
    const windows = [long, ...long.overflow];
    expect(windows.map(({ tokens }) => tokens)).toEqual([
      ['[CLS]', 'a', 'b', 'c', '[SEP]', '[PAD]'],
      ['[CLS]', 'b', 'c', 'a', '[SEP]', '[PAD]'],
      ['[CLS]', 'c', 'a', 'b', '[SEP]', '[PAD]'],
    ]);
    expect(windows.map(({ truncatedCount }) => truncatedCount)).toEqual([2, 2, 2]);
    expect(windows.map(({ wordIds }) => [...wordIds])).toEqual([
      [-1, 0, 1, 2, -1, -1],
      [-1, 1, 2, 3, -1, -1],
      [-1, 2, 3, 4, -1, -1],
    ]);
    expect(tokenizer.encode('a b', { truncation: { maxLength: 4 } }).overflow).toEqual([]);
  });

  it('goes through every part of one text with every part of the other', () => {
    const { overflow, tokens } = tokenizer.encodePair('a b', 'c a', { truncation: { maxLength: 5 } });
    expect([tokens, ...overflow.map((part) => part.tokens)].map((all) => all.join(' '))).toEqual([
      '[CLS] a [SEP] c [SEP]',
      '[CLS] b [SEP] c [SEP]',
      '[CLS] b [SEP] a [SEP]',
      '[CLS] a [SEP] a [SEP]',
    ]);
  });

  it('takes words that were split beforehand: numbers are theirs, and offsets count within each', () => {
    const { tokens, wordIds, offsets } = tokenizer.encode(
      { words: ['unaffable', '', 'a,b [MASK]'] },
      { addSpecialTokens: false },
    );
    expect(tokens).toEqual(['un', '##aff', '##able', 'a', ',', 'b', '[MASK]']);
    expect([...wordIds]).toEqual([0, 0, 0, 2, 2, 2, 2]);
    expect([...offsets]).toEqual([0, 2, 2, 5, 5, 9, 0, 1, 1, 2, 2, 3, 4, 10]);
  });

  it('refuses a stride that leaves nothing new', () => {
    const encode = (stride: number) => tokenizer.encode('a b c', { truncation: { maxLength: 4, stride } }).overflow;
    expect(() => encode(3)).toThrow(
      /stride is 3, but with a maxLength of 4 and 2 special tokens it must not be above 2/,
    );
    expect(() => encode(2)).toThrow(/stride is 2, but of a text only 2 tokens are kept at a time/);
    expect(encode(1)).toHaveLength(1);
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
    const batch = tokenizer.encodeBatch([], { padding: {} });
    expect([batch.batchSize, batch.sequenceLength, [...batch], batch.inputIds]).toEqual([0, 0, [], new Int32Array()]);
  });

  const inputs = ['a', ['b', 'c'], 'unaffable, wanted', { words: ['a', 'b'] }] as const;

  it('is encode for each text or pair, filled up to the longest if asked', () => {
    const { words } = { words: ['a', 'b'] };
    const [one, two, three, four] = tokenizer.encodeBatch(inputs);
    expect(fieldsOf(one!)).toEqual(fieldsOf(tokenizer.encode('a')));
    expect(fieldsOf(two!)).toEqual(fieldsOf(tokenizer.encodePair('b', 'c')));
    expect(fieldsOf(four!)).toEqual(fieldsOf(tokenizer.encode({ words })));
    expect([one, two, three, four].map((encoding) => encoding!.source)).toEqual([0, 1, 2, 3]);
    const padding = { length: 8 };
    expect([...tokenizer.encodeBatch(inputs, { padding: {} })].map(fieldsOf)).toEqual([
      fieldsOf(tokenizer.encode('a', { padding })),
      fieldsOf(tokenizer.encodePair('b', 'c', { padding })),
      fieldsOf(three!),
      fieldsOf(tokenizer.encode({ words }, { padding })),
    ]);
    expect(tokenizer.encodeBatch(inputs, { padding: { multipleOf: 5 } }).at(0)).toHaveLength(10);
    const lengths = Array.from(tokenizer.encodeBatch(inputs, { padding: { length: 4 } }), ({ length }) => length);
    expect(lengths).toEqual([4, 5, 8, 4]);
  });

  it('gives the arrays that a model takes, shorter rows filled up', () => {
    const batch = tokenizer.encodeBatch(['a b', 'c']);
    expect([batch.batchSize, batch.sequenceLength]).toEqual([2, 4]);
    expect([...batch.inputIds]).toEqual([2, 9, 10, 3, 2, 11, 3, 0]);
    expect([...batch.attentionMask]).toEqual([1, 1, 1, 1, 1, 1, 1, 0]);
    expect([...batch.specialTokensMask]).toEqual([1, 0, 0, 1, 1, 0, 1, 1]);
    expect([...batch.wordIds]).toEqual([-1, 0, 1, -1, -1, 0, -1, -1]);
    expect(batch.at(1)).toHaveLength(3);
    const left = tokenizer.encodeBatch(['a b', 'c'], { padding: { length: 5, direction: 'left', tokenTypeId: 1 } });
    expect([...left.inputIds]).toEqual([0, 2, 9, 10, 3, 0, 0, 2, 11, 3]);
    expect([...left.tokenTypeIds]).toEqual([1, 0, 0, 0, 0, 1, 1, 0, 0, 0]);
    expect([...left.offsets]).toEqual([0, 0, 0, 0, 0, 1, 2, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0]);
    expect([...left.sequenceIds]).toEqual([-1, -1, 0, 0, -1, -1, -1, -1, 0, -1]);
    expect(() => left.at(2)).toThrow(/no encoding 2: the batch has 2/);
  });

  it('takes no more than two texts', () => {
    const three = ['a', 'b', 'c'] as unknown as [string, string];
    expect(() => tokenizer.encodeBatch(['a', three])).toThrow(/Input 1 has 3 texts, but BERT takes one or two/);
  });
});

describe('stack', () => {
  it('makes a batch of a long text and what was cut off from it', () => {
    const long = tokenizer.encode('a b c a b', { truncation: { maxLength: 4 } });
    const batch = tokenizer.stack([long, ...long.overflow]);
    expect([...batch.inputIds]).toEqual([2, 9, 10, 3, 2, 11, 9, 3, 2, 10, 3, 0]);
  });
});

describe('encodeLines', () => {
  it('gives batches of lines as they come, each encoding with the number of its line', async () => {
    async function* lines() {
      yield 'a';
      yield 'b c';
      yield 'unaffable';
    }
    const found: [number, readonly string[]][] = [];
    for await (const batch of tokenizer.encodeLines(lines(), { batchSize: 2, addSpecialTokens: false })) {
      expect(batch.batchSize).toBeLessThanOrEqual(2);
      for (const { source, tokens } of batch) found.push([source, tokens]);
    }
    expect(found).toEqual([
      [0, ['a']],
      [1, ['b', 'c']],
      [2, ['un', '##aff', '##able']],
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
      { numRuns: 10_000 },
    );
  });
});
