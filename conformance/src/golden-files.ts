import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** Folders in a directory, sorted; none where it does not exist. */
export function foldersIn(directory: string): string[] {
  return entriesOf(directory, 'folder');
}

/** Files in a directory, sorted; none where it does not exist. */
export function filesIn(directory: string): string[] {
  return entriesOf(directory, 'file');
}

/** Folders that have a file of this name, at any depth, the directory itself included. */
export function foldersWith(file: string, directory: string): string[] {
  const here = existsSync(join(directory, file)) ? [directory] : [];
  return [...here, ...foldersIn(directory).flatMap((folder) => foldersWith(file, join(directory, folder)))];
}

/** A JSON file, taken as what the layout says it is. */
export function readJson<Value>(path: string): Value {
  return JSON.parse(readFileSync(path, 'utf8')) as Value;
}

/** A `.jsonl.gz` file, taken as what the layout says it is. */
export function readJsonLines<Value>(path: string): Value[] {
  const lines = gunzipSync(readFileSync(path)).toString('utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Value);
}

function entriesOf(directory: string, kind: 'file' | 'folder'): string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => (kind === 'folder' ? entry.isDirectory() : entry.isFile()))
    .map((entry) => entry.name)
    .sort();
}
