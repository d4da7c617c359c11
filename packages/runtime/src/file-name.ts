import { FileError } from './errors.js';

/**
 * Gives `name` back where it leads to one file below `location`, on every platform; the check that every `Files` makes
 * first. Names may come out of downloaded files, so nothing about them is trusted.
 *
 * @throws {FileError} a name that is absolute or empty, has an empty, `.` or `..` part, a backslash, a NUL or a drive letter
 */
export function fileName(name: string, location: string): string {
  const because = whatIsWrong(name);
  if (because === undefined) return name;
  throw new FileError({ location, file: JSON.stringify(name), because: `is not a file name: ${because}` });
}

function whatIsWrong(name: string): string | undefined {
  if (name === '') return 'it is empty';
  if (name.includes('\0')) return 'it holds a NUL character';
  if (name.includes('\\')) return 'folders are separated by "/"';
  if (name.startsWith('/') || /^[A-Za-z]:/.test(name)) return 'it must be relative';
  for (const part of name.split('/')) {
    if (part === '') return 'a part between two "/" is empty';
    if (part === '.' || part === '..') return `"${part}" may not be a part of it`;
  }
  return undefined;
}
