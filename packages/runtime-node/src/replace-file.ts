import { randomBytes } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileContent } from '@bertkit/runtime';
import { codeOf } from './file-failure.js';

/** Whether a file's name is one that {@link replaceFile} gives while it writes. */
export const isTemporary = (name: string): boolean => /^\..+\.[0-9a-f]{16}\.tmp$/.test(name);

/**
 * Writes a file whole or not at all. Content and name reach the disk in this order, so that after a power cut there is
 * the old file or the new one. A process that is killed midway leaves its temporary file behind.
 *
 * @throws whatever `content` or the file system throws; the temporary file has then been removed
 */
export async function replaceFile(folder: string, name: string, content: FileContent): Promise<void> {
  const temporary = join(folder, `.${name}.${randomBytes(8).toString('hex')}.tmp`);
  try {
    await writeNew(temporary, content);
    await rename(temporary, join(folder, name));
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(folder).catch((error: unknown) => {
    if (!cannotSync.includes(codeOf(error) ?? '')) throw error;
  });
}

/** How systems say that folders cannot be flushed there (Windows, some network drives), or not by this user. */
const cannotSync: readonly string[] = ['EINVAL', 'ENOTSUP', 'EISDIR', 'EPERM', 'EACCES'];

async function writeNew(path: string, content: FileContent): Promise<void> {
  await using handle = await open(path, 'wx');
  for await (const piece of content instanceof Uint8Array ? [content] : content) await writeAll(handle, piece);
  await handle.sync();
}

async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, at, Math.min(bytes.length - at, 2 ** 30)); // it takes 2 GiB at most
    at += bytesWritten;
  }
}

async function syncFolder(folder: string): Promise<void> {
  await using handle = await open(folder, 'r');
  await handle.sync();
}
