import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AddedToken } from '../definition.js';
import { AddedTokenFinder } from './added-tokens.js';

type Flags = Partial<Omit<AddedToken, 'content'>>;

function finderOf(tokens: Record<string, Flags>, findsSpecial = true): AddedTokenFinder {
  const plain = { special: false, singleWord: false, lstrip: false, rstrip: false, normalized: false };
  const sought = Object.entries(tokens).map(([content, flags], id) => ({
    token: { ...plain, id, content, ...flags },
    written: content,
  }));
  return new AddedTokenFinder(sought, findsSpecial);
}

/** The parts of a text, tokens in brackets. */
function parts(text: string, tokens: Record<string, Flags>, findsSpecial = true): string[] {
  return Array.from(finderOf(tokens, findsSpecial).split(text), ({ start, end, token }) => {
    return token ? `<${text.slice(start, end)}>` : text.slice(start, end);
  });
}

describe('AddedTokenFinder', () => {
  it('leaves text alone that has no tokens', () => {
    expect(parts('', {})).toEqual([]);
    expect(parts('', { a: {} })).toEqual([]);
    expect(parts('abc', {})).toEqual(['abc']);
    expect(parts('abc', { d: {}, abcd: {} })).toEqual(['abc']);
  });

  it('finds the leftmost token, of several there the longest', () => {
    expect(parts('abcd', { bcd: {}, ab: {}, abc: {} })).toEqual(['<abc>', 'd']);
    expect(parts('abab', { ab: {} })).toEqual(['<ab>', '<ab>']);
    expect(parts('aaab', { aab: {}, a: {} })).toEqual(['<a>', '<aab>']);
    expect(parts('x😀y', { '😀': {} })).toEqual(['x', '<😀>', 'y']);
  });

  it('takes the first of tokens that are written alike', () => {
    const token = { special: false, singleWord: false, lstrip: false, rstrip: false, normalized: true };
    const finder = new AddedTokenFinder(
      ['NY', 'ny'].map((content, id) => ({ token: { ...token, id, content }, written: 'ny' })),
      true,
    );
    expect(Array.from(finder.split('ny'), (part) => part.token?.id)).toEqual([0]);
  });

  it('passes over single-word tokens that touch a word, and does not try a shorter one', () => {
    expect(parts('one two', { one: { singleWord: true } })).toEqual(['<one>', ' two']);
    expect(parts('onset one_ éone oneé one\u0301 one', { one: { singleWord: true } })).toEqual([
      'onset one_ éone oneé one\u0301 ',
      '<one>',
    ]);
    expect(parts('𝒜one one𝒜 😀one😀', { one: { singleWord: true } })).toEqual(['𝒜one one𝒜 😀', '<one>', '😀']);
    expect(parts('oneself', { ones: { singleWord: true }, one: {} })).toEqual(['oneself']);
  });

  it('takes white space on the sides that are asked for, but not what an earlier token took', () => {
    expect(parts('a  <l>  b', { '<l>': { lstrip: true } })).toEqual(['a', '<  <l>>', '  b']);
    expect(parts('a  <r>\u2028\u0085 b', { '<r>': { rstrip: true } })).toEqual(['a  ', '<<r>\u2028\u0085 >', 'b']);
    expect(parts('<r>  <l>', { '<r>': { rstrip: true }, '<l>': { lstrip: true } })).toEqual(['<<r>  >', '<<l>>']);
    expect(parts('\u200b<l>', { '<l>': { lstrip: true } })).toEqual(['\u200b', '<<l>>']);
  });

  it('finds tokens of white space within white space that is taken, as the reference does', () => {
    expect(parts('<r>   x', { '<r>': { rstrip: true }, '  ': {} })).toEqual(['<<r>   >', '<  >', ' x']);
    expect(parts('<r>  x', { '<r>': { rstrip: true }, '  ': { lstrip: true } })).toEqual(['<<r>  >', 'x']);
  });

  it('passes over special tokens if asked, with all that they cover', () => {
    const tokens = { '[MASK]': { special: true }, MASK: {} };
    expect(parts('[MASK] MASK', tokens)).toEqual(['<[MASK]>', ' ', '<MASK>']);
    expect(parts('[MASK] MASK', tokens, false)).toEqual(['[MASK] ', '<MASK>']);
  });

  it('finds what a search at each place finds', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 40 });
    const token = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(text, fc.uniqueArray(token, { maxLength: 8 }), (text, tokens) => {
        const longestFirst = tokens.toSorted((x, y) => y.length - x.length);
        const expected: [number, string][] = [];
        for (let i = 0; i < text.length; ) {
          const found = longestFirst.find((token) => text.startsWith(token, i));
          if (found !== undefined) expected.push([i, found]);
          i += found?.length ?? 1;
        }
        const finder = finderOf(Object.fromEntries(tokens.map((token) => [token, {}])));
        const found = [...finder.split(text)].flatMap(({ start, token }) => (token ? [[start, token.content]] : []));
        expect(found).toEqual(expected);
      }),
      { numRuns: 10_000 },
    );
  });

  it('is done soon with long text and long tokens of one character', () => {
    const blanks = ' '.repeat(300_000);
    expect([...finderOf({ ' ': { rstrip: true } }).split(blanks)]).toHaveLength(300_000);
    const a = 'a'.repeat(100_000);
    expect(parts(`${a}${a}`, { [`${a}b`]: {}, [`c${a}`]: {}, [`b${a}`]: {} })).toEqual([`${a}${a}`]);
    expect(parts(`${a}b`, { [`${a}c`]: {}, b: {} })).toEqual([a, '<b>']);
  });

  it('refuses tokens that are written as nothing, or are far too long', () => {
    const token = { id: 7, content: '\u200b', special: false, singleWord: false, lstrip: false, rstrip: false };
    expect(() => new AddedTokenFinder([{ token: { ...token, normalized: true }, written: '' }], true)).toThrow(
      /"\u200b" is nothing once it is normalised/,
    );
    expect(() => finderOf({ ['a'.repeat(2 ** 20 + 1)]: {} })).toThrow(/1048577 UTF-16 units/);
  });
});
