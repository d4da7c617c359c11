import { sha1 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';

/** A model as a test makes it up: contents by name, for each commit; and the commits of revisions. */
export interface TestModel {
  readonly revisions: Readonly<Record<string, string>>;
  readonly commits: Readonly<Record<string, Readonly<Record<string, Uint8Array>>>>;
}

export interface TestRequest {
  /** Path and query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

export interface TestAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Content of more bytes is stored by Git LFS. Hugging Face sets the limit by the kind of a file; here it is small. */
const mostSmallBytes = 100;

/**
 * Answers as Hugging Face does: `api/models/ID/revision/R`, `api/models/ID/tree/R` and `ID/resolve/R/FILE`, with ranges.
 *
 * @param models  by id
 */
export function answerAsHub(models: Readonly<Record<string, TestModel>>, { url, headers }: TestRequest): TestAnswer {
  const parts = /^\/(?:api\/models\/)?((?:[^/]+\/)?[^/]+)\/(revision|tree|resolve)\/([^/?]+)(?:\/([^?]+))?/.exec(url);
  const [, id = '', kind, revision = '', file] =
    parts?.map((part: string | undefined) => decodeURIComponent(part ?? '')) ?? [];
  const model = models[id];
  // Hugging Face says so of private models too.
  if (model === undefined) return fault(401, 'RepoNotFound');
  const commit = Object.hasOwn(model.commits, revision) ? revision : model.revisions[revision];
  const contents = commit === undefined ? undefined : model.commits[commit];
  if (contents === undefined) return fault(404, 'RevisionNotFound');
  if (kind === 'revision') return json({ _id: '1', id, sha: commit, lastModified: '2026-01-01T00:00:00.000Z' });
  if (kind === 'tree') return json(Object.entries(contents).map(([name, content]) => treeEntry(name, content)));
  const content = file === undefined ? undefined : contents[file];
  if (content === undefined) return fault(404, 'EntryNotFound');
  const start = Number(/^bytes=(\d+)-$/.exec(String(headers['range']))?.[1] ?? 0);
  if (start === 0) return { status: 200, headers: {}, body: content };
  if (start >= content.length) return fault(416, '');
  const range = `bytes ${start}-${content.length - 1}/${content.length}`;
  return { status: 206, headers: { 'content-range': range }, body: content.subarray(start) };
}

/** What the list of a tree says of a file. */
export function treeEntry(path: string, content: Uint8Array) {
  const size = content.length;
  const entry = {
    type: 'file',
    path,
    size,
    oid: bytesToHex(sha1(concatBytes(utf8ToBytes(`blob ${size}\0`), content))),
  };
  const oid = bytesToHex(sha256(content));
  return size > mostSmallBytes ? { ...entry, lfs: { oid, size, pointerSize: 130 } } : entry;
}

export function json(value: unknown): TestAnswer {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: utf8ToBytes(JSON.stringify(value)) };
}

export function fault(status: number, code: string): TestAnswer {
  const headers: Record<string, string> = code === '' ? {} : { 'x-error-code': code };
  return { status, headers, body: utf8ToBytes(`no: ${code}`) };
}
