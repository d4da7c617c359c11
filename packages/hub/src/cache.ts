import type { Files } from '@bertkit/runtime';
import { type HubFile, isHubFile } from './hub-file.js';
import { isCommit } from './model-id.js';

/** Where snapshots are kept. In Node it is made by `createNodeCache` of `@bertkit/runtime-node`. */
export interface HubCache {
  /** For messages: its path or address. */
  readonly location: string;

  /** The files of a folder in the cache, which need not exist yet. */
  open(folder: string): Files;

  /**
   * Runs a task while nobody else, also in another process, runs one for the same folder.
   *
   * @param options.signal  ends the waiting
   * @param options.onWait  is called once, where somebody else is at it
   */
  exclusively<Result>(
    folder: string,
    task: () => Promise<Result>,
    options: { readonly signal: AbortSignal | undefined; readonly onWait: () => void },
  ): Promise<Result>;
}

/** What the cache holds of one model. */
export interface ModelCache {
  /** The commit that a revision stood for when it was last pulled. */
  readCommit(revision: string): Promise<string | undefined>;
  writeCommit(revision: string, commit: string): Promise<void>;
  /** All files that a commit has, whether they are in the cache or not. */
  readList(commit: string): Promise<HubFile[] | undefined>;
  writeList(commit: string, files: readonly HubFile[]): Promise<void>;
  /** The commits whose list is known. */
  commits(): Promise<string[]>;
  snapshot(commit: string): Files;
  snapshotFolder(commit: string): string;
}

/**
 * Folders are named as in the cache of huggingface_hub (`models--owner--name/snapshots/COMMIT/FILE`, `refs/REVISION`),
 * but snapshots hold the files themselves, since not every place has links. `lists/COMMIT.json` says what a commit has.
 */
export function modelCache(cache: HubCache, id: string): ModelCache {
  const folder = `models--${id.replace('/', '--')}`; // no id has "--" in it
  const refs = cache.open(`${folder}/refs`);
  const lists = cache.open(`${folder}/lists`);
  const snapshotFolder = (commit: string) => `${folder}/snapshots/${commit}`;
  const refName = (revision: string) => encodeURIComponent(revision); // branches `a` and `a/b` may follow each other

  return {
    async readCommit(revision) {
      const text = await readText(refs, refName(revision));
      return text !== undefined && isCommit(text) ? text : undefined;
    },
    writeCommit: (revision, commit) => refs.write(refName(revision), new TextEncoder().encode(commit)),
    async readList(commit) {
      const text = await readText(lists, `${commit}.json`);
      return text === undefined ? undefined : parseList(text);
    },
    writeList: (commit, files) => lists.write(`${commit}.json`, new TextEncoder().encode(JSON.stringify(files))),
    async commits() {
      return (await lists.list()).map(({ name }) => name.replace(/\.json$/, '')).filter(isCommit);
    },
    snapshot: (commit) => cache.open(snapshotFolder(commit)),
    snapshotFolder,
  };
}

async function readText(files: Files, name: string): Promise<string | undefined> {
  return (await files.size(name)) === undefined ? undefined : new TextDecoder().decode(await files.read(name));
}

/** What is damaged counts as not there: it can be had again. */
function parseList(text: string): HubFile[] | undefined {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) && list.every(isHubFile) ? list : undefined;
  } catch {
    return undefined;
  }
}
