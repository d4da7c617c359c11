import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AddedToken, NormalizerStep, TokenizerDefinition } from '../definition.js';
import { createHfSegmenter, type HfSegmenterOptions, normalizedContents } from './hf-segmenter.js';
import { Normalizer } from './normalizer.js';
import { textOf } from './text-of.js';
import { WordSplitter } from './word-splitter.js';

const bert: NormalizerStep = {
  type: 'BertNormalizer',
  cleanText: true,
  handleChineseChars: true,
  stripAccents: null,
  lowercase: true,
};
const plain: AddedToken = {
  id: 0,
  content: '[MASK]',
  special: true,
  singleWord: false,
  lstrip: false,
  rstrip: false,
  normalized: false,
};

type Parts = Pick<TokenizerDefinition, 'addedTokens' | 'normalizer' | 'preTokenizer'>;

function definition(parts: Partial<Parts>): Parts {
  return { addedTokens: [], normalizer: [bert], preTokenizer: [{ type: 'BertPreTokenizer' }], ...parts };
}

/** Words as `text@start-end`, tokens as `#id@start-end` with how they are spelled. */
function segments(text: string, parts: Partial<Parts> = {}, options?: HfSegmenterOptions): string[] {
  const found: string[] = [];
  createHfSegmenter(definition(parts), options).segment(text, {
    word: (word) => found.push(`${textOf(word)}@${word.starts[0]}-${word.ends[word.length - 1]}`),
    token: (id, start, end, spelled) =>
      found.push(`#${id}@${start}-${end}${spelled === undefined ? '' : ` ${spelled}`}`),
  });
  return found;
}

describe('createHfSegmenter', () => {
  it('finds nothing in nothing, blanks, and what is cleaned away', () => {
    expect(segments('')).toEqual([]);
    expect(segments(' \t\u200b\u0301')).toEqual([]);
    expect(segments(' ', { preTokenizer: [] })).toEqual([' @0-1']);
  });

  it('finds tokens in the text as it is written, and normalises each stretch on its own', () => {
    expect(segments('Á[MASK]\u0301b [mask]', { addedTokens: [plain] })).toEqual([
      'a@0-1',
      '#0@1-7',
      'b@8-9',
      '[@10-11',
      'mask@11-15',
      ']@15-16',
    ]);
  });

  it('finds normalised tokens in normalised text, and tells how they are spelled there', () => {
    const addedTokens = [{ ...plain, id: 5, content: 'New YORK', normalized: true, special: false }];
    expect(segments('a NEW York', { addedTokens })).toEqual(['a@0-1', '#5@2-10 new york']);
    expect(segments('a New YORK', { addedTokens, normalizer: [] })).toEqual(['a@0-1', '#5@2-10']);
    const chinese = [{ ...plain, id: 6, content: '中', normalized: true }];
    expect(segments('x中y', { addedTokens: chinese })).toEqual(['x@0-1', '#6@1-2  中 ', 'y@2-3']);
  });

  it('gives the white space that a token takes', () => {
    const addedTokens = [{ ...plain, lstrip: true, rstrip: true }];
    expect(segments('a  [MASK] b', { addedTokens })).toEqual(['a@0-1', '#0@1-10   [MASK] ', 'b@10-11']);
  });

  it('takes special tokens for text if asked', () => {
    const options = { findsSpecial: false };
    expect(segments('[MASK]', { addedTokens: [plain] }, options)).toEqual(['[@0-1', 'mask@1-5', ']@5-6']);
    expect(segments('[MASK]', { addedTokens: [{ ...plain, special: false }] }, options)).toEqual(['#0@0-6']);
  });

  it('splits as it is told', () => {
    const text = ' a,b c';
    expect(segments(text, { preTokenizer: [] })).toEqual([' a,b c@0-6']);
    expect(segments(text, { preTokenizer: [{ type: 'WhitespaceSplit' }] })).toEqual(['a,b@1-4', 'c@5-6']);
    expect(segments(text, { preTokenizer: [{ type: 'Punctuation' }] })).toEqual([' a@0-2', ',@2-3', 'b c@3-6']);
    const both = [{ type: 'Punctuation' }, { type: 'WhitespaceSplit' }] as const;
    expect(segments(text, { preTokenizer: both })).toEqual(segments(text));
  });

  it('takes a surrogate that stands alone for U+FFFD', () => {
    const addedTokens = [{ ...plain, content: '\ufffd' }];
    expect(segments('a\ud800b\udc00', { normalizer: [] })).toEqual(['a\ufffdb\ufffd@0-4']);
    expect(segments('a\ud800', { addedTokens })).toEqual(['a@0-1', '#0@1-2']);
  });

  it('finds the words that BERT’s own splitter finds', () => {
    const options = fc.record({
      lowercase: fc.boolean(),
      stripAccents: fc.constantFrom(null, true, false),
      handleChineseChars: fc.boolean(),
      cleanText: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), options, (text, options) => {
        const words: string[] = [];
        new WordSplitter(new Normalizer(options)).split(text, 0, text.length, (word) => {
          words.push(`${textOf(word)}@${word.starts[0]}-${word.ends[word.length - 1]}`);
        });
        expect(segments(text, { normalizer: [{ type: 'BertNormalizer', ...options }] })).toEqual(words);
      }),
    );
  });

  it('refuses a token that is nothing once it is normalised', () => {
    const addedTokens = [{ ...plain, content: '\u0301', normalized: true }];
    expect(() => createHfSegmenter(definition({ addedTokens }))).toThrow(/is nothing once it is normalised/);
  });
});

describe('normalizedContents', () => {
  it('has the tokens that a normalised text has otherwise', () => {
    const addedTokens = [
      { ...plain, id: 1, content: 'Ünder', normalized: true },
      { ...plain, id: 2, content: 'over', normalized: true },
      { ...plain, id: 3, content: 'Ünder', normalized: false },
    ];
    expect([...normalizedContents(definition({ addedTokens }))]).toEqual([[1, 'under']]);
    expect([...normalizedContents(definition({ addedTokens, normalizer: [] }))]).toEqual([]);
  });
});
