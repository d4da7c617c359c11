import { describe, expect, it } from 'vitest';
import { joinTokens } from './join-tokens.js';

describe('joinTokens', () => {
  it('joins continuing pieces to the piece before, and others by a blank', () => {
    expect(joinTokens([], true)).toBe('');
    expect(joinTokens(['un', '##aff', '##able', 'price'], true)).toBe('unaffable price');
  });

  it('leaves the first piece its prefix', () => {
    expect(joinTokens(['##s', '##t'], true)).toBe('##st');
  });

  it('takes out the blank before punctuation if asked', () => {
    expect(joinTokens(['a', ',', 'b', '!', '##.'], true)).toBe('a, b!.');
    expect(joinTokens(['a', ',', 'b', '!'], false)).toBe('a , b !');
  });

  it('cleans up token by token, so that contractions of several tokens stay apart', () => {
    expect(joinTokens(['don', "'", 't'], true)).toBe("don ' t");
    expect(joinTokens(['it', "'s", "n't"], true)).toBe("it'sn't");
    expect(joinTokens(['x', 'do not'], true)).toBe("x don't");
  });
});
