import { describe, expect, it } from 'vitest';
import { ACCENT, CHANGEABLE, CHINESE, characterFlags, DROPPED, PUNCTUATION, WHITESPACE } from './unicode.js';

const flags = characterFlags();
const all = (flag: number) => [...flags.keys()].filter((codePoint) => (flags[codePoint]! & flag) !== 0);

describe('characterFlags', () => {
  it.each([
    [
      'dropped, but neither tab nor line end',
      DROPPED,
      [0, 0x0b, 0x85, 0xad, 0x200b, 0xe000, 0xfeff, 0xfffd, 0x10fffd],
      [0x09, 0x0a, 0x0d, 0x20],
    ],
    [
      'dropped by an old table of format characters',
      DROPPED,
      [0x600, 0x180e, 0x2060],
      [0x890, 0x8e2, 0x110cd, 0x13430],
    ],
    ['not dropped where unassigned', DROPPED, [], [0x378, 0xffff, 0x1fffe]],
    ['white space', WHITESPACE, [0x09, 0x0d, 0x20, 0x85, 0xa0, 0x2028, 0x2029, 0x3000], [0x1c, 0x1f, 0x200b, 0xfeff]],
    [
      'Chinese, with a gap',
      CHINESE,
      [0x3400, 0x4e00, 0x9fff, 0xf900, 0x2a6df, 0x2b920, 0x2fa1f],
      [0x3005, 0x3007, 0x3042, 0x2e80, 0xac00, 0x2b820, 0x2b91f, 0x2ceb0],
    ],
    [
      'punctuation, with the symbols of ASCII',
      PUNCTUATION,
      [...'!$+<=>^`|~¿。'].map((c) => c.codePointAt(0)!),
      [0x30, 0x41, 0x7f, 0xa3, 0xb4],
    ],
    ['accents that stand alone', ACCENT, [0x300, 0x94d, 0xfe0f], [0x61, 0x903, 0x20e3, 0x8d4]],
    ['changeable', CHANGEABLE, [0x41, 0xe9, 0xac00, 0xd7a3, 0x16ea0, 0x2f800], [0x61, 0x431, 0x4e00, 0x11938]],
  ])('has %s', (_, flag, members, others) => {
    expect(members.filter((codePoint) => (flags[codePoint]! & flag) === 0)).toEqual([]);
    expect(others.filter((codePoint) => (flags[codePoint]! & flag) !== 0)).toEqual([]);
  });

  it('has what cleaning turns into blanks as white space that it does not drop', () => {
    expect(all(WHITESPACE).filter((codePoint) => (flags[codePoint]! & DROPPED) !== 0)).toEqual([0x0b, 0x0c, 0x85]);
  });
});
