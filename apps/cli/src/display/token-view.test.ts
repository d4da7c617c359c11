import { createTokenizer } from '@bertkit/tokenizer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutText, escaped, shownTokens, visible } from './token-view.js';

const vocabulary = '[PAD] [UNK] [CLS] [SEP] [MASK] cafe hug ##ging a b 天 \u1112 ##\u1161 ##\u11ab'.split(' ');
const tokenizer = createTokenizer({ vocabulary });
const cut = (text: string) => cutText(text, tokenizer.encode(text), 0, tokenizer);

/** Tokens but [CLS] and [SEP], as `fate token source`. */
function shown(text: string, window = tokenizer.encode(text)): string[] {
  return shownTokens(window, [cut(text)], tokenizer)
    .filter(({ fate }) => fate !== 'added')
    .map(({ fate, token, source }) => `${fate} ${token} ${source}`);
}

describe('cutText', () => {
  it('says of every part of a text what became of it', () => {
    expect(cut('Hugging  café\u200b ☃').parts).toEqual([
      { text: 'Hug', fate: 'changed' },
      { text: 'ging', fate: 'same' },
      { text: '  ', fate: 'blank' },
      { text: 'café', fate: 'changed' },
      { text: '\u200b', fate: 'nothing' },
      { text: ' ', fate: 'blank' },
      { text: '☃', fate: 'unknown' },
    ]);
  });

  it('loses and repeats nothing of any text', () => {
    const texts = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(
        texts,
        (text) =>
          cut(text)
            .parts.map((part) => part.text)
            .join('') === text,
      ),
    );
  });
});

describe('shownTokens', () => {
  it('tells changed pieces and unknown ones from those that stand so in the text', () => {
    expect(shown('hugging Café 天 ☃')).toEqual([
      'same hug hug',
      'same ##ging ging',
      'changed cafe Café',
      'same 天 天',
      'unknown [UNK] ☃',
    ]);
    expect(shown('[UNK] [MASK]')).toEqual(['same [UNK] [UNK]', 'same [MASK] [MASK]']);
  });

  it('shows all the characters behind a piece that is made of a part of one', () => {
    expect(shown('한')).toEqual(['changed \u1112 한', 'changed ##\u1161 한', 'changed ##\u11ab 한']);
  });

  it('shows what became nothing before, between and after tokens, and without any', () => {
    expect(shown('\u200b a \u0007 b \ufffd')).toEqual([
      'nothing ∅ \\u{200b}',
      'same a a',
      'nothing ∅ \\x07',
      'same b b',
      'nothing ∅ \ufffd',
    ]);
    expect(shown(' \u200b ')).toEqual(['nothing ∅ \\u{200b}']);
    expect(shown('a\u200bb')).toEqual(['unknown [UNK] a\\u{200b}b']);
  });

  it('shows in each window what became nothing there', () => {
    const text = '\u200ba b \u200ba b\u200b';
    const whole = tokenizer.encode(text, { truncation: { maxLength: 4 } });
    expect(shown(text, whole)).toEqual(['nothing ∅ \\u{200b}', 'same a a', 'same b b']);
    expect(whole.overflow.map((window) => shown(text, window))).toEqual([
      ['nothing ∅ \\u{200b}', 'same a a', 'same b b', 'nothing ∅ \\u{200b}'],
    ]);
  });

  it('takes the source of a pair from the text that a token is of', () => {
    const encoding = tokenizer.encodePair('A', 'B');
    const texts = ['A', 'B'].map((text, i) => cutText(text, encoding, i, tokenizer));
    expect(shownTokens(encoding, texts, tokenizer).map(({ source }) => source)).toEqual(['', 'A', '', 'B', '']);
  });
});

describe('visible, escaped', () => {
  it('take the power from what would steer the terminal, and leave letters and emoji alone', () => {
    expect(escaped('\x1b[2J\u202eé 猫\u3000🤗\ud800\ue000\n')).toBe(
      '\\x1b[2J\\u{202e}é 猫\u3000🤗\\u{d800}\\u{e000}\\x0a',
    );
    expect(visible('a b\u3000c')).toBe('a␣b␣c');
  });
});
