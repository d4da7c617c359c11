import { describe, expect, it } from 'vitest';
import { PRIVATE_USE, PythonCharacters, UNASSIGNED, UPPERCASE } from './python-characters.js';
import { ACCENT, CHINESE, DROPPED, PUNCTUATION, WHITESPACE } from './unicode.js';

const python = new PythonCharacters();

describe('PythonCharacters', () => {
  it.each([
    [
      'dropped',
      DROPPED,
      [0, 0x0b, 0x1c, 0x85, 0xad, 0x890, 0x8e2, 0x110cd, 0x13430, 0xfffd],
      [9, 0xa, 0xd, 0x20, 0xe000],
    ],
    ['for private use', PRIVATE_USE, [0xe000, 0xf8ff, 0xf0000, 0x10fffd], [0xf900, 0xffff, 0x10ffff]],
    ['unassigned', UNASSIGNED, [0x378, 0x1e4ec, 0x2fa1e, 0xfffff], [0x41, 0xe000, 0xfffd, 0x2ceb0]],
    ['white space', WHITESPACE, [9, 0xa, 0xd, 0x20, 0xa0, 0x2028, 0x3000], [0x200b, 0xfeff]],
    ['Chinese', CHINESE, [0x4e00, 0x2b81f, 0x2b820, 0x2b91f, 0x2ceaf], [0x2ceb0, 0x3005]],
    ['punctuation', PUNCTUATION, [0x24, 0x5e, 0x60, 0xbf, 0x2e52, 0x10f86], [0x30, 0xb4, 0x166d, 0x111c9]],
    ['accents', ACCENT, [0x301, 0x7fd, 0x898, 0x1171e], [0x903, 0x20e3, 0x1e4ec]],
    ['uppercase', UPPERCASE, [0x41, 0x130, 0x3a3, 0xa7c9], [0x61, 0xa7cb, 0x1c89, 0x10d50, 0x16ea0]],
  ])('knows what is %s', (_, flag, members, others) => {
    expect(members.filter((codePoint) => !python.has(codePoint, flag))).toEqual([]);
    expect(others.filter((codePoint) => python.has(codePoint, flag))).toEqual([]);
  });

  it('has as many characters in each class as the database of Unicode 14', () => {
    const flags = [UNASSIGNED, PRIVATE_USE, ACCENT, DROPPED];
    const counts = flags.map(() => 0);
    for (let codePoint = 0; codePoint < 0x110000; codePoint++) {
      for (const [i, flag] of flags.entries()) if (python.has(codePoint, flag)) counts[i]! += 1;
    }
    // Cn, Co, Mn; then Cc (65) without three, Cf (163), U+0000 being a Cc, and U+FFFD.
    expect(counts).toEqual([829_834, 137_468, 1950, 226]);
  });

  it('gives lower case of single characters', () => {
    expect(python.lowercase(0x130)).toEqual([0x69, 0x307]);
    expect(python.lowercase(0x3a3)).toEqual([0x3c3]);
    expect(python.lowercase(0x61)).toBeUndefined();
    expect(python.lowercase(0xa7cb)).toBeUndefined();
  });

  it('knows the combining classes of marks that are newer than the library', () => {
    expect(python.combiningClass(0x898)).toBe(python.combiningClass(0x301));
    expect(python.combiningClass(0x1715)).toBe(python.combiningClass(0x94d));
    expect([0x61, 0x1e4ec].map((codePoint) => python.combiningClass(codePoint))).toEqual([0, 0]);
  });
});
