import { describe, expect, it } from 'vitest';
import { bertDefinition, isBertDefinition, specialToken, withIds } from './bert-definition.js';

const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'a'];

describe('bertDefinition', () => {
  it('has the five special tokens and puts them around texts', () => {
    const { addedTokens, template, roles } = bertDefinition({ vocabulary });
    expect(addedTokens.map(({ id, content }) => [id, content])).toEqual([...vocabulary.slice(0, 5).entries()]);
    expect(addedTokens.every(({ special, normalized }) => special && !normalized)).toBe(true);
    expect(template?.single).toEqual([
      { name: '[CLS]', ids: [2], typeId: 0 },
      { sequence: 0, typeId: 0 },
      { name: '[SEP]', ids: [3], typeId: 0 },
    ]);
    expect(roles.maskToken).toBe('[MASK]');
  });

  it('takes other special tokens, also one for several roles', () => {
    const { addedTokens, roles } = bertDefinition({
      vocabulary: [...vocabulary, '<m>'],
      maskToken: '<m>',
      padToken: '[SEP]',
    });
    expect(addedTokens.map(({ content }) => content)).toEqual(['[UNK]', '[CLS]', '[SEP]', '<m>']);
    expect(roles).toMatchObject({ maskToken: '<m>', padToken: '[SEP]' });
  });

  it('adds further tokens after the vocabulary, and takes flags for special ones', () => {
    const { addedTokens } = bertDefinition({
      vocabulary,
      addedTokens: [specialToken('<x>'), { ...specialToken('[MASK]'), lstrip: true }, specialToken('a')],
    });
    expect(addedTokens.at(-1)).toEqual({ ...specialToken('<x>'), id: 6 });
    expect(addedTokens.find(({ content }) => content === 'a')?.id).toBe(5);
    expect(addedTokens.find(({ id }) => id === 4)?.lstrip).toBe(true);
  });

  it('allows words of 200 characters in the mode of Google', () => {
    expect(bertDefinition({ vocabulary }).maxWordLength).toBe(100);
    expect(bertDefinition({ vocabulary, mode: 'google' }).maxWordLength).toBe(200);
  });

  it('refuses a vocabulary that is empty or lacks a special token', () => {
    expect(() => bertDefinition({ vocabulary: [] })).toThrow(/is empty/);
    expect(() => bertDefinition({ vocabulary: ['[PAD]', '[UNK]'] })).toThrow(/no "\[CLS\]", which is the clsToken/);
  });
});

describe('isBertDefinition', () => {
  const bert = bertDefinition({ vocabulary, lowercase: false, modelMaxLength: 5 });

  it('knows what bertDefinition makes', () => {
    expect(isBertDefinition(bert)).toBe(true);
    expect(isBertDefinition(bertDefinition({ vocabulary, mode: 'google', addedTokens: [specialToken('<x>')] }))).toBe(
      true,
    );
  });

  it.each([
    { normalizer: [] },
    { normalizer: [{ ...bert.normalizer[0], cleanText: false }] },
    { preTokenizer: [{ type: 'WhitespaceSplit' }] },
    { continuingPrefix: '@@' },
    { maxWordLength: 99 },
    { unkToken: 'a' },
    { roles: { ...bert.roles, maskToken: undefined } },
    { addedTokens: [] },
    { template: undefined },
    { template: { ...bert.template, pair: bert.template?.single } },
    { decoder: undefined },
    { decoder: { prefix: '##', cleanUp: false } },
    { padding: {} },
    { truncation: { maxLength: 4 } },
  ])('sees that %j is something else', (change) => {
    expect(isBertDefinition({ ...bert, ...(change as object) })).toBe(false);
  });
});

describe('withIds', () => {
  it('gives a token the id of its piece, the last of equal ones, or the next after as many pieces as are different', () => {
    const tokens = ['x', 'b', 'y'].map(specialToken);
    expect(withIds(['a', 'b', 'b'], tokens).map(({ id, content }) => [id, content])).toEqual([
      [2, 'x'],
      [2, 'b'],
      [3, 'y'],
    ]);
  });
});
