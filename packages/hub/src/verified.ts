import { sha1 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { HashMismatchError } from './errors.js';
import type { HubFile } from './hub-file.js';

/**
 * Passes the content of a file on, and fails at its end where it is not what the endpoint lists.
 *
 * @throws {HashMismatchError}
 */
export async function* verified(
  content: AsyncIterable<Uint8Array>,
  { name, size, hash: expected }: HubFile,
): AsyncGenerator<Uint8Array, void, void> {
  const isLarge = expected.startsWith('sha256:');
  const hash = isLarge ? sha256.create() : sha1.create().update(new TextEncoder().encode(`blob ${size}\0`));
  for await (const piece of content) {
    hash.update(piece);
    yield piece;
  }
  const actual = `${isLarge ? 'sha256' : 'git-sha1'}:${bytesToHex(hash.digest())}`;
  if (actual !== expected) throw new HashMismatchError({ file: name, expected, actual });
}
