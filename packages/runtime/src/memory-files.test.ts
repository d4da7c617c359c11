import { expect, it } from 'vitest';
import { createMemoryFiles } from './memory-files.js';
import { filesContract } from './testing.js';

filesContract('createMemoryFiles', () => createMemoryFiles());

it('starts with copies of the given contents, text as UTF-8', async () => {
  const content = Uint8Array.of(1, 2);
  const files = createMemoryFiles({ 'b/bytes': content, 'a.txt': 'é' });
  content.fill(0);
  expect(await files.read('b/bytes')).toEqual(Uint8Array.of(1, 2));
  expect(await files.read('a.txt')).toEqual(Uint8Array.of(0xc3, 0xa9));
  expect(() => createMemoryFiles({ '../a': 'x' })).toThrow(/not a file name/);
});
