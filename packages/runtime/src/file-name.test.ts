import { posix, win32 } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fileName } from './file-name.js';

const accepts = (name: string): boolean => {
  try {
    return fileName(name, 'here') === name;
  } catch {
    return false;
  }
};

it.each(['a', 'a/b.txt', '.hidden', '..a', 'a..', '…/é', 'a b', 'model-00001-of-00002.safetensors', '%2e%2e/x', '~/x'])(
  'accepts %j',
  (name) => expect(accepts(name)).toBe(true),
);

it('accepts no name that leads out of its folder, on Unix or Windows', () => {
  const parts = fc.constantFrom('a', '.', '..', '', 'C:', '\\', 'a\\..', '\0', '...', 'c:x');
  const joined = fc.array(parts, { maxLength: 6 }).map((list) => list.join('/'));
  fc.assert(
    fc.property(fc.oneof(joined, fc.string()), (name) => {
      if (!accepts(name)) return;
      expect(posix.resolve('/root/place', name).startsWith('/root/place/')).toBe(true);
      expect(win32.resolve('D:\\root\\place', name).startsWith('D:\\root\\place\\')).toBe(true);
    }),
  );
});

it('says what is wrong with a name, with the name in quotes', () => {
  expect(() => fileName('a/../b', '/models')).toThrow(
    '"a/../b" in /models is not a file name: ".." may not be a part of it.',
  );
});
