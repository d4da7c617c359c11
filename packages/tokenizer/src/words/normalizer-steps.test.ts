import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NormalizerStep } from '../definition.js';
import { characterFlags } from '../unicode/unicode.js';
import { NormalizerSteps } from './normalizer-steps.js';
import { textOf } from './text-of.js';

const flags = characterFlags();
const bert = { type: 'BertNormalizer', cleanText: false, handleChineseChars: false, stripAccents: false } as const;

/** What a text becomes, and where each unit of it comes from. */
function normalized(text: string, ...steps: NormalizerStep[]): [string, ...string[]] {
  const word = new NormalizerSteps(steps, flags).normalize(text);
  return [textOf(word), ...Array.from({ length: word.length }, (_, i) => `${word.starts[i]}-${word.ends[i]}`)];
}

describe('NormalizerSteps', () => {
  it('leaves text as it is where there are no steps', () => {
    expect(normalized('')).toEqual(['']);
    expect(normalized('É 中')).toEqual(['É 中', '0-1', '1-2', '2-3']);
    expect(normalized('😀')).toEqual(['😀', '0-2', '0-2']);
  });

  it('takes the steps in order', () => {
    expect(normalized('É', { type: 'StripAccents' }, { type: 'NFD' })[0]).toBe('E\u0301');
    expect(normalized('É', { type: 'NFD' }, { type: 'StripAccents' })).toEqual(['E', '0-1']);
    expect(normalized('É', { type: 'NFD' }, { type: 'StripAccents' }, { type: 'Lowercase' })[0]).toBe('e');
  });

  it('keeps sources through several steps', () => {
    expect(normalized('aİ', { type: 'Lowercase' }, { type: 'NFD' })).toEqual(['ai\u0307', '0-1', '1-2', '1-2']);
    const chinese = { ...bert, handleChineseChars: true, lowercase: false };
    expect(normalized('a中', chinese, chinese)).toEqual(['a  中  ', '0-1', ...new Array(5).fill('1-2')]);
  });

  it('strips Mn in the normaliser of BERT, all marks in StripAccents', () => {
    const marks = 'a\u0301\u0903\u20e3';
    expect(normalized(marks, { ...bert, stripAccents: true, lowercase: false })[0]).toBe('a\u0903\u20e3');
    expect(normalized(marks, { type: 'StripAccents' })[0]).toBe('a');
    expect(normalized('\u0afa', { type: 'StripAccents' })[0]).toBe('\u0afa'); // newer than the reference's table
  });

  it('cleans as BERT does', () => {
    expect(normalized('a\0\u200b\u2028b', { ...bert, cleanText: true, lowercase: false })).toEqual([
      'a b',
      '0-1',
      '3-4',
      '4-5',
    ]);
  });

  it('sorts marks by combining class, but not their sources', () => {
    // classes 230, 220, 1
    expect(normalized('a\u0301\u0316\u0334', { type: 'NFD' })).toEqual([
      'a\u0334\u0316\u0301',
      '0-1',
      '1-2',
      '2-3',
      '3-4',
    ]);
    expect(normalized('é\u0316', { type: 'NFD' })).toEqual(['e\u0316\u0301', '0-1', '1-2', '1-2']);
  });

  it('decomposes what is not newer than its tables as the engine does', () => {
    const unit = fc.constantFrom(...'aéǖ각ᄀ\u0301\u0316\u0334\u0344\u0f73\u1b44\u302e丽≠ ');
    const steps = new NormalizerSteps([{ type: 'NFD' }], flags);
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 30 }), (text) => {
        expect(textOf(steps.normalize(text))).toBe(text.normalize('NFD'));
      }),
      { numRuns: 10_000 },
    );
  });

  it('normalises a part of a text, with places in all of it', () => {
    const word = new NormalizerSteps([{ type: 'Lowercase' }], flags).normalize('ABCD', 1, 3);
    expect([textOf(word), word.starts[0], word.ends[1]]).toEqual(['bc', 1, 3]);
  });
});
