import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PaddingOptions } from './encoding/padding.js';
import type { TruncationOptions } from './encoding/truncation.js';
import { createTokenizer, type Tokenizer } from './tokenizer.js';

const specialTokens = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];
const pieces = ['un', '##aff', '##able', '##a', 'a', 'b', 'c', '##b', ',', '.', '!', 'e', '##e', '##é', 'É', '##É'];
const vocabulary = [...specialTokens, ...pieces, '中', '文', '[', ']', 'mask', '😀', '##😀', '='];
const tokenizer = createTokenizer({ vocabulary });

/** `[token, start, end]` of each token. */
function rows(text: string, by: Tokenizer) {
  const { tokens, offsets } = by.encode(text, { addSpecialTokens: false });
  return tokens.map((token, i) => [token, offsets[2 * i], offsets[2 * i + 1]]);
}

/**
 * The algorithm as it is written down, stage by stage over the whole text, with the engine's own tables: for characters
 * on which engines and reference agree. Gives `[token, start, end]`.
 */
function naive(text: string, vocabulary: readonly string[], { lowercase }: { lowercase: boolean }) {
  type Sourced = { char: string; start: number; end: number };
  const found: [string, number, number][] = [];
  const word = (chars: readonly Sourced[]) => {
    const tokens: [string, number, number][] = [];
    for (let from = 0, to = chars.length; from < chars.length; to = chars.length) {
      const piece = () =>
        (from > 0 ? '##' : '') +
        chars
          .slice(from, to)
          .map(({ char }) => char)
          .join('');
      while (to > from && !vocabulary.includes(piece())) to--;
      if (to === from || chars.length > 100) {
        found.push(['[UNK]', chars[0]!.start, chars.at(-1)!.end]);
        return;
      }
      tokens.push([piece(), chars[from]!.start, chars[to - 1]!.end]);
      from = to;
    }
    found.push(...tokens);
  };
  let place = 0;
  for (const stretch of text.split(/(\[(?:PAD|UNK|CLS|SEP|MASK)\])/)) {
    if (specialTokens.includes(stretch)) {
      found.push([stretch, place, place + stretch.length]);
    } else {
      let end = place;
      let chars = Array.from(stretch, (char): Sourced => {
        end += char.length;
        return { char, start: end - char.length, end };
      });
      chars = chars.filter(({ char }) => !/[\p{Cc}\p{Cs}\ufffd]/u.test(char) || /\s/.test(char));
      chars = chars.flatMap((c) => (/[一-鿿]/.test(c.char) ? [{ ...c, char: ' ' }, c, { ...c, char: ' ' }] : [c]));
      if (lowercase) {
        chars = chars.flatMap((c) => Array.from(c.char.normalize('NFD'), (char) => ({ ...c, char })));
        chars = chars.filter(({ char }) => !/\p{Mn}/u.test(char));
        chars = chars.map((c) => ({ ...c, char: c.char.toLowerCase() }));
      }
      let open: Sourced[] = [];
      for (const c of [...chars, { char: ' ', start: 0, end: 0 }]) {
        const ends = /[\s\p{P}=]/u.test(c.char);
        if (!ends) open.push(c);
        else if (open.length > 0) word(open);
        if (ends) open = [];
        if (ends && c.char.trim() !== '') word([c]);
      }
    }
    place += stretch.length;
  }
  return found;
}

describe('Tokenizer', () => {
  const unit = fc.constantFrom(
    ...'aAbBceEéÉun,.![]中文 \n\0',
    'e\u0301',
    '\u0301',
    '≠',
    '😀',
    '\ud800',
    '\udc00',
    '[MASK]',
    'UNAFFABLE',
    'é'.repeat(60),
  );

  it.each([{ lowercase: true }, { lowercase: false }])('gives what the plain algorithm gives, %j', (options) => {
    const subject = createTokenizer({ vocabulary, ...options });
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 30 }), (units) => {
        const text = units.join('');
        expect(rows(text, subject)).toEqual(naive(text, vocabulary, options));
      }),
      { numRuns: 10_000 },
    );
  });

  it('takes any text: offsets lie within it, in order, and split no surrogate pair', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.oneof(
            fc.nat(0xffff).map((u) => String.fromCharCode(u)),
            unit,
          ),
        }),
        (text) => {
          const { tokens, offsets, wordIds } = tokenizer.encode(text, { addSpecialTokens: false });
          let last = 0;
          for (let i = 0; i < tokens.length; i++) {
            const [start, end] = [offsets[2 * i]!, offsets[2 * i + 1]!];
            expect(start).toBeGreaterThanOrEqual(last);
            expect(end).toBeGreaterThan(start);
            expect(end).toBeLessThanOrEqual(text.length);
            for (const place of [start, end]) {
              expect(/[\ud800-\udbff]$/.test(text.slice(0, place)) && /^[\udc00-\udfff]/.test(text.slice(place))).toBe(
                false,
              );
            }
            if (i > 0) expect(wordIds[i]! - wordIds[i - 1]!).toBe(wordIds[i] === wordIds[i - 1] ? 0 : 1);
            last = start;
          }
        },
      ),
      { numRuns: 10_000 },
    );
  });

  it('remembers many words without mixing them up', () => {
    const letters = createTokenizer({
      vocabulary: [...specialTokens, ...'0123456789', ...Array.from('0123456789', (d) => `##${d}`)],
    });
    const words = Array.from({ length: 70_000 }, (_, i) => String(i)); // more than are remembered
    for (const text of [words.join(' '), words.join(' ')]) {
      expect(letters.decode(letters.encodeToIds(text))).toBe(text);
    }
  });

  it('gives a batch as it gives its texts one by one, filled up', () => {
    const text = fc.array(unit, { maxLength: 8 }).map((units) => units.join(''));
    const input = fc.oneof(text, fc.tuple(text, text), fc.record({ words: fc.array(text, { maxLength: 3 }) }));
    const options = fc.record({
      addSpecialTokens: fc.boolean(),
      truncation: fc.constantFrom<false | TruncationOptions>(
        false,
        { maxLength: 8 },
        { maxLength: 9, stride: 1, direction: 'left' },
      ),
      padding: fc.constantFrom<false | PaddingOptions>(false, { multipleOf: 4 }, { length: 12, direction: 'left' }),
    });
    fc.assert(
      fc.property(fc.array(input, { maxLength: 4 }), options, (inputs, { padding, ...rest }) => {
        const batch = tokenizer.encodeBatch(inputs, { ...rest, padding });
        const single = inputs.map((each) =>
          Array.isArray(each) ? tokenizer.encodePair(...each, rest) : tokenizer.encode(each, rest),
        );
        const longest = Math.max(0, ...single.map(({ length }) => length));
        const target =
          padding && Math.ceil((padding.length ?? longest) / (padding.multipleOf ?? 1)) * (padding.multipleOf ?? 1);
        for (const [i, expected] of single.entries()) {
          const { inputIds, offsets, attentionMask, source } = batch.at(i);
          const kept =
            padding && padding.direction === 'left'
              ? inputIds.slice(-expected.length)
              : inputIds.slice(0, expected.length);
          if (expected.length > 0) expect(kept).toEqual(expected.inputIds);
          expect([inputIds.length, offsets.length, source]).toEqual([
            Math.max(expected.length, target || 0),
            2 * inputIds.length,
            i,
          ]);
          expect(attentionMask.reduce((sum, one) => sum + one, 0)).toBe(expected.length);
          const row = batch.inputIds.subarray(i * batch.sequenceLength, (i + 1) * batch.sequenceLength);
          expect(row.filter((_, at) => batch.attentionMask[i * batch.sequenceLength + at] === 1)).toEqual(
            expected.inputIds,
          );
        }
      }),
      { numRuns: 10_000 },
    );
  });

  it('cuts into windows that join to the whole again', () => {
    fc.assert(
      fc.property(
        fc.array(unit, { maxLength: 20 }),
        fc.integer({ min: 3, max: 9 }),
        fc.nat(5),
        fc.constantFrom<'left' | 'right'>('left', 'right'),
        (units, maxLength, wish, direction) => {
          const text = units.join('');
          const stride = Math.min(wish, maxLength - 3);
          const main = tokenizer.encode(text, { truncation: { maxLength, stride, direction } });
          const windows = [main, ...main.overflow].map(({ tokens, offsets }) =>
            tokens.slice(1, -1).map((token, i) => `${token}@${offsets[2 * i + 2]}`),
          );
          const whole = tokenizer.encode(text);
          const all = whole.tokens.slice(1, -1).map((token, i) => `${token}@${whole.offsets[2 * i + 2]}`);
          // Each window but the first begins (from the left: ends) with what it shares with the one before.
          const [first = [], ...rest] = windows;
          const joined =
            direction === 'right'
              ? [first, ...rest.map((next) => next.slice(stride))]
              : [...rest.map((next) => next.slice(0, next.length - stride)).reverse(), first];
          expect(joined.flat()).toEqual(all);
          expect(main.truncatedCount).toBe(whole.length - main.length);
        },
      ),
      { numRuns: 10_000 },
    );
  });

  it('gives offsets that cover what the token says', () => {
    const cased = createTokenizer({ vocabulary, lowercase: false });
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 20 }), (units) => {
        const text = units.join('');
        const { tokens, offsets } = cased.encode(text, { addSpecialTokens: false });
        for (const [i, token] of tokens.entries()) {
          const covered = text.slice(offsets[2 * i], offsets[2 * i + 1]).replace(/[\0\p{Surrogate}]/gu, '');
          if (token !== '[UNK]') expect(covered).toBe(token.replace(/^##/, ''));
          else expect(covered).not.toBe('');
        }
      }),
      { numRuns: 10_000 },
    );
  });

  it.each([
    ['one word', 'a'],
    ['marks', '\u0301'],
    ['marks to be put in order', '\u302e\u0301\u1b44'],
    ['brackets', '['],
    ['beginnings of special tokens', '[MASK'],
    ['words just below the limit', `${'unaffable'.repeat(11)} `],
    ['halves of surrogate pairs', '\ud800'],
  ])('takes a long text of nothing but %s', (_, part) => {
    const text = part.repeat(400_000 / part.length);
    expect(tokenizer.encodeToIds(text)).toEqual(tokenizer.encode(text, { addSpecialTokens: false }).inputIds);
  });
});
