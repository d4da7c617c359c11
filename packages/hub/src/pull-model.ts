import type { Files } from '@bertkit/runtime';
import { bertFiles } from './bert-files.js';
import { type HubCache, type ModelCache, modelCache } from './cache.js';
import { createEndpoint, type Endpoint } from './endpoint.js';
import { EndpointError, HubOfflineError, ModelNotFoundError } from './errors.js';
import { fetchFile, findCopies } from './fetch-file.js';
import type { HubFile } from './hub-file.js';
import { checkModelId, checkRevision, isCommit } from './model-id.js';

export interface PullOptions {
  readonly cache: HubCache;
  /** The address of a Hugging Face-compatible endpoint. Default: `https://huggingface.co` */
  readonly endpoint?: string | undefined;
  /** For private and gated models; sent to the endpoint only. Default: none */
  readonly token?: string | undefined;
  /** A branch, a tag or a commit. Default: `main` */
  readonly revision?: string | undefined;
  /** Names of the files to have. Default: those that a BERT needs, by {@link bertFiles} */
  readonly files?: readonly string[] | undefined;
  /** Never use the network: fail where the cache lacks something. Default: false */
  readonly offline?: boolean | undefined;
  readonly onProgress?: ((event: PullEvent) => void) | undefined;
  /** Ends the transfer under way; files that are whole stay in the cache. */
  readonly signal?: AbortSignal | undefined;
}

/** What happens during a pull; nothing, where all is in the cache. */
export type PullEvent =
  /** A file comes in: told at its beginning, and after each piece. */
  | { readonly kind: 'transfer'; readonly file: string; readonly receivedBytes: number; readonly size: number }
  /** A file has come whole, and is in its place. */
  | { readonly kind: 'stored'; readonly file: string; readonly size: number }
  /** Another process pulls the same model, and is waited for. */
  | { readonly kind: 'waiting' }
  /** The endpoint does not answer: what the revision stood for when it was last pulled is used. */
  | { readonly kind: 'unreachable'; readonly commit: string; readonly error: EndpointError };

/** A model at one commit, in the cache. */
export interface Snapshot {
  readonly id: string;
  readonly revision: string;
  readonly commit: string;
  /** Where its files are; there may be more than were asked for now. */
  readonly files: Files;
  /** The files that were asked for, all of them whole. */
  readonly names: readonly string[];
}

/**
 * Brings the files of a model into the cache, and gives them. What is there already is not fetched again: of a known
 * commit, only which one the revision stands for is asked. Each file is checked by size and hash before it gets its
 * name, so that what is in the cache is whole; a pull that failed goes on with the files that it lacks.
 *
 * @param id  `name` or `owner/name`
 * @throws {HubInputError} the id, the revision, the endpoint or the token is none
 * @throws {ModelNotFoundError} no such model, revision or file
 * @throws {ModelAccessError} the model is private or gated, and the token does not open it
 * @throws {HubOfflineError} the cache lacks something, and the network may not be used, or cannot be
 * @throws {EndpointError} the endpoint cannot be reached or understood
 * @throws {TransferError} a file did not come whole
 * @throws {HashMismatchError} a file is not the one that is listed
 * @throws {FileError} the cache cannot be read or written
 */
export async function pullModel(id: string, options: PullOptions): Promise<Snapshot> {
  const { cache, endpoint: url = 'https://huggingface.co', token, revision = 'main', files: names } = options;
  const { offline = false, onProgress, signal } = options;
  signal?.throwIfAborted();
  checkModelId(id);
  checkRevision(revision);
  const endpoint = createEndpoint({ url, token, signal });
  const known = modelCache(cache, id);

  const { commit, unreachable } = await findCommit({ id, revision, known, endpoint: offline ? undefined : endpoint });
  if (commit !== undefined && unreachable !== undefined)
    onProgress?.({ kind: 'unreachable', commit, error: unreachable });
  const notCached = (missing: readonly string[]): HubOfflineError => {
    const because = unreachable?.message ?? 'It is not fetched, as offline is set: pull it once without offline.';
    const model = revision === 'main' ? id : `${id} (${revision})`;
    return new HubOfflineError({ model, location: cache.location, missing, because, cause: unreachable });
  };
  if (commit === undefined) throw unreachable ?? notCached([]);
  const isOnline = !offline && unreachable === undefined;

  let list = await known.readList(commit);
  if (list === undefined) {
    if (!isOnline) throw notCached([]);
    list = await endpoint.listFiles(id, commit);
    await known.writeList(commit, list);
  }
  const wanted = chooseFiles(list, { names, model: `${id} at ${url}`, revision });

  const files = known.snapshot(commit);
  const missing = await lacking(files, wanted);
  if (missing.length > 0) {
    if (!isOnline) throw notCached(missing.map(({ name }) => name));
    const fetchMissing = async () => {
      const copies = await findCopies(known, commit);
      // Asked again: who was waited for may have brought them.
      for (const file of await lacking(files, wanted)) {
        const { name, size, hash } = file;
        const open = (start: number) => endpoint.readFile(id, commit, name, start);
        const onBytes = (receivedBytes: number) => onProgress?.({ kind: 'transfer', file: name, receivedBytes, size });
        await fetchFile(files, file, { open, copy: copies.get(hash), onBytes, signal });
        onProgress?.({ kind: 'stored', file: name, size });
      }
    };
    const onWait = () => onProgress?.({ kind: 'waiting' });
    await cache.exclusively(known.snapshotFolder(commit), fetchMissing, { signal, onWait });
  }
  // Only now: until all its files are there, the revision stands for what it stood for before.
  if (!isCommit(revision) && (await known.readCommit(revision)) !== commit) await known.writeCommit(revision, commit);
  return { id, revision, commit, files, names: wanted.map(({ name }) => name) };
}

interface FindCommitOptions {
  readonly id: string;
  readonly revision: string;
  readonly known: ModelCache;
  /** `undefined` where the network may not be used. */
  readonly endpoint: Endpoint | undefined;
}

/** The commit of a revision: as the endpoint says, or as it was when it was last pulled; and why not as the endpoint says. */
async function findCommit({
  id,
  revision,
  known,
  endpoint,
}: FindCommitOptions): Promise<{ commit: string | undefined; unreachable?: EndpointError }> {
  if (isCommit(revision)) return { commit: revision };
  if (endpoint === undefined) return { commit: await known.readCommit(revision) };
  try {
    return { commit: await endpoint.commitOf(id, revision) };
  } catch (error) {
    if (!(error instanceof EndpointError)) throw error;
    return { commit: await known.readCommit(revision), unreachable: error };
  }
}

function chooseFiles(
  list: readonly HubFile[],
  { names, model, revision }: { names: readonly string[] | undefined; model: string; revision: string },
): HubFile[] {
  const byName = new Map(list.map((file) => [file.name, file]));
  const chosen = names ?? bertFiles([...byName.keys()]);
  if (names === undefined && chosen.length === 0)
    throw new ModelNotFoundError(`${model} has none of a BERT's files in revision ${revision}, such as config.json.`);
  return chosen.map((name) => {
    const file = byName.get(name);
    if (file === undefined) throw new ModelNotFoundError(`${model} has no file ${name} in revision ${revision}.`);
    return file;
  });
}

/** The files that are not there, or not in their size. */
async function lacking(files: Files, wanted: readonly HubFile[]): Promise<HubFile[]> {
  const sizes = await Promise.all(wanted.map(({ name }) => files.size(name)));
  return wanted.filter(({ size }, i) => sizes[i] !== size);
}
