import { createTokenizer } from '@bertkit/tokenizer';
import { expect, it } from 'vitest';
import { tokenLines } from './token-lines.js';
import { cutText } from './token-view.js';

const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'cafe', 'hug', '##ging'];
const tokenizer = createTokenizer({ vocabulary });

it('are pieces with ids, and the source where it is another', () => {
  const text = 'hugging Café ☃ \u200b';
  const encoding = tokenizer.encode(text);
  const texts = [cutText(text, encoding, 0, tokenizer)];
  expect(tokenLines({ texts, encoding }, tokenizer, { titled: false })).toEqual([
    '[CLS]:2 hug:6 ##ging:7 cafe:5←Café [UNK]:1✗☃ ∅←\\u{200b} [SEP]:3',
  ]);
});

it('are one for each window, which says how many tokens it has and lacks', () => {
  const text = 'hugging cafe hug';
  const encoding = tokenizer.encode(text, { truncation: { maxLength: 5, stride: 1 } });
  const texts = [cutText(text, tokenizer.encode(text), 0, tokenizer)];
  expect(tokenLines({ texts, encoding }, tokenizer, { titled: true })).toEqual([
    'window 1 of 2: 5 tokens, 1 left out\t[CLS]:2 hug:6 ##ging:7 cafe:5 [SEP]:3',
    'window 2 of 2: 4 tokens, 2 left out\t[CLS]:2 cafe:5 hug:6 [SEP]:3',
  ]);
});
