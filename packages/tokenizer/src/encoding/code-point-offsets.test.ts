import { describe, expect, it } from 'vitest';
import { createTokenizer } from '../tokenizer.js';
import { codePointOffsets } from './code-point-offsets.js';

const tokenizer = createTokenizer({ vocabulary: ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'a'] });

describe('codePointOffsets', () => {
  it('counts surrogate pairs once, in each text of a pair on its own', () => {
    const encoding = tokenizer.encodePair('😀 a', 'a 😀😀a', { padding: { length: 8 } });
    //                                  [CLS]  😀    a     [SEP] a     😀😀a  [SEP] [PAD]
    expect([...encoding.offsets]).toEqual([0, 0, 0, 2, 3, 4, 0, 0, 0, 1, 2, 7, 0, 0, 0, 0]);
    const counted = codePointOffsets(encoding, '😀 a', 'a 😀😀a');
    expect([...counted]).toEqual([0, 0, 0, 1, 2, 3, 0, 0, 0, 1, 2, 5, 0, 0, 0, 0]);
  });

  it('counts a surrogate that stands alone as one', () => {
    const text = '\udc00\ud800 a';
    expect([...codePointOffsets(tokenizer.encode(text), text)]).toEqual([0, 0, 3, 4, 0, 0]);
  });
});
