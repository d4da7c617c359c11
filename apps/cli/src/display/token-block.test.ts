import { stripVTControlCharacters } from 'node:util';
import { createTokenizer, type TruncationOptions } from '@bertkit/tokenizer';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, it } from 'vitest';
import { recordingOutput } from '../testing.js';
import { tokenBlock } from './token-block.js';
import { cutText } from './token-view.js';

const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'cafe', 'hug', '##ging', '天', 'a', '##a'];
const tokenizer = createTokenizer({ vocabulary });

interface Shown {
  readonly truncation?: TruncationOptions;
  readonly columns?: number;
  readonly hasColours?: boolean;
}

function block(text: string, { truncation, columns = 80, hasColours = false }: Shown = {}): string[] {
  const encoding = tokenizer.encode(text, { truncation });
  const texts = [cutText(text, tokenizer.encode(text), 0, tokenizer)];
  return tokenBlock({ texts, encoding }, tokenizer, { ...recordingOutput({ columns }), hasColours });
}

it('has ids below the pieces, and below them what stands in the text where it is another', () => {
  expect(block('hugging Café, 天')).toEqual([
    'hugging Café, 天',
    '7 tokens, 1 unknown',
    '  [CLS]  hug  ##ging  cafe   [UNK]  天  [SEP]',
    '  2      6    7       5      1      8   3',
    '                      ←Café  ✗,',
  ]);
});

it('has a line less where nothing differs, and no text for an empty one', () => {
  expect(block('')).toEqual(['2 tokens', '  [CLS]  [SEP]', '  2      3']);
});

it('shows a text once, and then its windows', () => {
  expect(block('天 天 天', { truncation: { maxLength: 4 } })).toEqual([
    '天 天 天',
    'window 1 of 2: 4 tokens, 1 left out',
    '  [CLS]  天  天  [SEP]',
    '  2      8   8   3',
    'window 2 of 2: 3 tokens, 2 left out',
    '  [CLS]  天  [SEP]',
    '  2      8   3',
  ]);
});

it('gives neighbours unlike colours, and unknown pieces their own', () => {
  const [text] = block('hugging 天 ☃ hug', { hasColours: true });
  const cyan = (piece: string) => `\x1b[30m\x1b[46m${piece}\x1b[49m\x1b[39m`;
  const yellow = (piece: string) => `\x1b[30m\x1b[43m${piece}\x1b[49m\x1b[39m`;
  const red = (piece: string) => `\x1b[97m\x1b[41m${piece}\x1b[49m\x1b[39m`;
  expect(text).toBe(`${cyan('hug')}${yellow('ging')} ${cyan('天')} ${red('☃')} ${yellow('hug')}`);
});

it('has no line wider than the terminal, but for a piece that is so itself', () => {
  const pieces = fc.constantFrom('hugging ', '天', 'Café ', '☃', 'aaa', '\u200b', ' ');
  const texts = fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(texts, fc.integer({ min: 40, max: 60 }), (text, columns) => {
      const lines = block(text, { columns, hasColours: true }).map((line) =>
        stringWidth(stripVTControlCharacters(line)),
      );
      const longest = text.split(/\s+/).reduce((most, word) => Math.max(most, stringWidth(word)), 0);
      fc.pre(longest < 30);
      expect(Math.max(...lines)).toBeLessThanOrEqual(columns);
    }),
  );
});

it('breaks a text that is one piece at the edge of the terminal, and loses nothing', () => {
  const text = '☃'.repeat(50);
  const lines = block(text, { columns: 20 });
  expect(lines.slice(0, lines.indexOf('3 tokens, 1 unknown')).join('')).toBe(text);
  expect(stringWidth(lines[0]!)).toBeLessThanOrEqual(20);
});
