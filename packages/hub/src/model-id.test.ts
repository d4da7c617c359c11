import { createMemoryFiles, fileName } from '@bertkit/runtime';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type HubCache, modelCache } from './cache.js';
import { checkRevision, isModelId } from './model-id.js';

describe('isModelId', () => {
  it.each(['a', 'bert-base-uncased', 'google-bert/bert-base-uncased', 'o/a.b_c-1', `o/${'x'.repeat(96)}`])(
    'knows %s',
    (id) => expect(isModelId(id)).toBe(true),
  );

  it.each([
    '',
    '/',
    'a/',
    '/a',
    './a',
    '../a',
    '~/a',
    '~',
    '.a',
    'a.',
    '-a',
    'a/b/c',
    'a\\b',
    'C:a',
    'a--b',
    'a..b',
    'a.git',
    'a b',
    'é',
    'a\n',
    `o/${'x'.repeat(97)}`,
  ])('does not take %j for one', (id) => expect(isModelId(id)).toBe(false));

  it('gives each id a folder of its own, inside the cache', () => {
    const part = fc.stringMatching(/^[\w.-]{1,6}$/);
    const id = fc
      .oneof(
        part,
        fc.tuple(part, part).map(([a, b]) => `${a}/${b}`),
      )
      .filter(isModelId);
    const open = () => createMemoryFiles();
    const cache: HubCache = { location: 'memory', open, exclusively: (_, task) => task() };
    const folder = (text: string) => fileName(modelCache(cache, text).snapshotFolder('c'), 'memory');
    fc.assert(
      fc.property(id, id, (a, b) => {
        expect(folder(a) === folder(b)).toBe(a === b);
      }),
    );
  });
});

describe('checkRevision', () => {
  it.each(['main', 'v1.0', 'refs/pr/1', 'feature/x#1', 'a'.repeat(40)])('takes %s', (revision) =>
    checkRevision(revision),
  );

  it.each([
    '',
    ' ',
    'a b',
    'a\n',
    '..',
    'a..b',
    '/a',
    '-a',
    '.a',
    'a:b',
    'a^',
    'a~1',
    'a?',
    'a*',
    'a[',
    'a\\b',
    'a\u0000',
  ])('refuses %j, as git does', (revision) =>
    expect(() => checkRevision(revision)).toThrow(/must be a branch, a tag or a commit/),
  );
});
