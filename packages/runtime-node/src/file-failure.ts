import { FileError, reasonOf } from '@bertkit/runtime';

const untouched = 'what was there before is untouched';

/** Node's error codes, in words that say what to do. */
const reasons: Readonly<Record<string, string>> = {
  ENOSPC: `the disk is full; ${untouched}`,
  EDQUOT: `the disk quota is used up; ${untouched}`,
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  EISDIR: 'it is a folder',
  EEXIST: 'a folder of its path is a file',
  ENOTDIR: 'a folder of its path is a file',
  ELOOP: 'it is a link, or in a circle of links',
  EMFILE: 'the process has too many files open',
  ENAMETOOLONG: 'its name is too long',
};

interface FileUse {
  location: string;
  file?: string;
  verb: 'read' | 'listed' | 'written' | 'appended to' | 'removed';
}

/** Makes a {@link FileError} of what a file operation threw; one of ours stays as it is. */
export function fileFailure(cause: unknown, { location, file, verb }: FileUse): FileError {
  if (cause instanceof FileError && cause.location === location && cause.file === file) return cause;
  const reason = reasons[codeOf(cause) ?? ''] ?? reasonOf(cause);
  return new FileError({ location, file, because: `could not be ${verb}: ${reason}`, cause });
}

/** There is nothing at that path. */
export function isMissing(cause: unknown): boolean {
  const code = codeOf(cause);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

export function codeOf(cause: unknown): string | undefined {
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined;
}
