import { describe, expect, it } from 'vitest';
import { joinSlowTokens } from './slow-decoding.js';

describe('joinSlowTokens', () => {
  it('joins nothing to nothing', () => {
    expect(joinSlowTokens([], { cleanUp: true })).toBe('');
    expect(joinSlowTokens(['\u2028'], { cleanUp: true })).toBe('');
  });

  it('joins pieces, and leaves the prefix of one that comes first', () => {
    expect(joinSlowTokens(['hug', '##ging', 'face'], { cleanUp: false })).toBe('hugging face');
    expect(joinSlowTokens(['##ging', '##s'], { cleanUp: false })).toBe('##gings');
  });

  it('cleans up the text as a whole', () => {
    const tokens = ['don', "'", 't', 'do', 'not', ',', 'it', "'", 's', "'", 'fine', "'", '.'];
    expect(joinSlowTokens(tokens, { cleanUp: true })).toBe("don't do not, it's'fine '.");
    expect(joinSlowTokens(tokens, { cleanUp: false })).toBe("don ' t do not , it ' s ' fine ' .");
  });

  it('takes white space of Python away from both ends', () => {
    expect(joinSlowTokens(['\u2028', 'a', '\u2028', 'b', '\x1f'], { cleanUp: false })).toBe('a \u2028 b');
    expect(joinSlowTokens(['\ufeff', 'a'], { cleanUp: false })).toBe('\ufeff a');
  });

  it('leaves added tokens as they are, between pieces joined by themselves', () => {
    const added = new Set(['##x', ' y ']);
    expect(joinSlowTokens(['a', '##x', '##b', '\u2028', ' y ', '\u2028'], { cleanUp: false, added })).toBe(
      'a ##x ##b  y  ', // a blank between parts, also before one that has nothing left
    );
  });
});
