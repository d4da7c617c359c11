import { describe, expect, it } from 'vitest';
import { joinTokens } from './join-tokens.js';

const plain = { prefix: '##', cleanUp: false };
const clean = { prefix: '##', cleanUp: true };

describe('joinTokens', () => {
  it('joins continuing pieces to the piece before, and others by a blank', () => {
    expect(joinTokens([], clean)).toBe('');
    expect(joinTokens(['un', '##aff', '##able', 'price'], clean)).toBe('unaffable price');
    expect(joinTokens(['un', '@@aff', '##able'], { ...plain, prefix: '@@' })).toBe('unaff ##able');
  });

  it('joins all directly where the prefix is empty', () => {
    expect(joinTokens(['un', 'aff', 'able'], { ...plain, prefix: '' })).toBe('unaffable');
  });

  it('leaves the first piece its prefix', () => {
    expect(joinTokens(['##s', '##t'], clean)).toBe('##st');
  });

  it('joins all by blanks where there is no decoder', () => {
    expect(joinTokens(['un', '##aff', '.'], undefined)).toBe('un ##aff .');
  });

  it('takes out the blank before punctuation if asked', () => {
    expect(joinTokens(['a', ',', 'b', '!', '##.'], clean)).toBe('a, b!.');
    expect(joinTokens(['a', ',', 'b', '!'], plain)).toBe('a , b !');
  });

  it('cleans up token by token, so that contractions of several tokens stay apart', () => {
    expect(joinTokens(['don', "'", 't'], clean)).toBe("don ' t");
    expect(joinTokens(['it', "'s", "n't"], clean)).toBe("it'sn't");
    expect(joinTokens(['x', 'do not'], clean)).toBe("x don't");
  });
});
