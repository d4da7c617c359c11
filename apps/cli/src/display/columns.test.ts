import { describe, expect, it } from 'vitest';
import { padEnd, padStart, printable, table, wrap } from './columns.js';

describe('table', () => {
  it('counts a Chinese character as two columns, and colours as none', () => {
    const rows = [
      ['猫', 'x'],
      ['\x1b[1mcats\x1b[22m', 'y'],
    ];
    expect(table(rows)).toEqual(['猫    x', '\x1b[1mcats\x1b[22m  y']);
  });

  it('puts numbers to the right, and takes rows of unlike length', () => {
    expect(table([['a', '5'], ['b', '12', 'c'], []], { right: [1] })).toEqual(['a   5', 'b  12  c', '']);
  });
});

describe('padEnd, padStart', () => {
  it('leave alone what is as wide, or wider', () => {
    expect([padEnd('绿色', 4), padEnd('绿色', 5), padStart('绿', 1), padStart('', 2)]).toEqual([
      '绿色',
      '绿色 ',
      '绿',
      '  ',
    ]);
  });
});

describe('wrap', () => {
  it('breaks between words, and leaves a word that is too long whole', () => {
    expect(wrap('one two\n three incomprehensible 四', 9)).toEqual(['one two', 'three', 'incomprehensible', '四']);
  });
});

describe('printable', () => {
  it('takes the power from what would steer the terminal', () => {
    expect(printable('a\x1b[2J\nb\x9b1m')).toBe('a\\x1b[2J\\x0ab\\x9b1m');
  });
});
