import { describe, expect, it } from 'vitest';
import { decompose, lowercase } from './character-forms.js';

describe('lowercase', () => {
  it('gives the lower case of a character that stands alone', () => {
    expect(['A', 'ß', 'İ', 'Σ', '猫'].map((character) => lowercase(character.codePointAt(0)!))).toEqual([
      ...[[0x61], [0xdf], [0x69, 0x307], [0x3c3], [0x732b]],
    ]);
  });

  it('knows letters that engines may not know yet', () => {
    expect([0x1c89, 0xa7cb, 0xa7dc, 0x10d65, 0x16eb8].map(lowercase)).toEqual([
      ...[[0x1c8a], [0x264], [0x19b], [0x10d85], [0x16ed3]],
    ]);
  });
});

describe('decompose', () => {
  it('decomposes as far as it goes', () => {
    expect(decompose(0x1e69)).toEqual([0x73, 0x323, 0x307]);
    expect(decompose(0xac01)).toEqual([0x1100, 0x1161, 0x11a8]);
    expect(decompose(0x61)).toEqual([0x61]);
  });

  it('leaves what is newer than the library', () => {
    expect(decompose(0x11938)).toEqual([0x11938]);
  });
});
