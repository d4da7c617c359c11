import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verified } from './verified.js';

const hash = (algorithm: string, ...pieces: (string | Uint8Array)[]) =>
  pieces.reduce((sum, piece) => sum.update(piece), createHash(algorithm)).digest('hex');

async function collect(pieces: Uint8Array[], expected: { size: number; hash: string }): Promise<Buffer> {
  async function* content() {
    yield* pieces;
  }
  const all: Uint8Array[] = [];
  for await (const piece of verified(content(), { name: 'a', ...expected })) all.push(piece);
  return Buffer.concat(all);
}

describe('verified', () => {
  it('passes on what has the hash, by either way of hashing, in any pieces', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array()), async (pieces) => {
        const whole = Buffer.concat(pieces);
        const size = whole.length;
        for (const listed of [`sha256:${hash('sha256', whole)}`, `git-sha1:${hash('sha1', `blob ${size}\0`, whole)}`])
          expect(await collect(pieces, { size, hash: listed })).toEqual(whole);
      }),
    );
  });

  it('knows the ids that git gives', async () => {
    // `git hash-object` of an empty file, and of "hello\n"
    await collect([], { size: 0, hash: 'git-sha1:e69de29bb2d1d6434b8b29ae775ad8c2e48c5391' });
    const hello = [Buffer.from('hel'), Buffer.from('lo\n')];
    await collect(hello, { size: 6, hash: 'git-sha1:ce013625030ba8dba906f756967f9e9ca394464a' });
  });

  it('fails where one bit is another', async () => {
    const expected = `sha256:${hash('sha256', Uint8Array.of(1, 2, 3))}`;
    await expect(collect([Uint8Array.of(1, 2, 2)], { size: 3, hash: expected })).rejects.toMatchObject({
      code: 'BERTKIT_HUB_HASH',
      file: 'a',
      expected,
      actual: `sha256:${hash('sha256', Uint8Array.of(1, 2, 2))}`,
    });
  });
});
