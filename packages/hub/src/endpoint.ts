import { reasonOf } from '@bertkit/runtime';
import { listFiles, modelInfo } from '@huggingface/hub';
import { answerFault, noAnswer, type Question } from './answers.js';
import { bodyOf, readWhole, skipBytes } from './bodies.js';
import { EndpointError, HubInputError, isHubError } from './errors.js';
import { type HubFile, isHubFile } from './hub-file.js';
import { isCommit } from './model-id.js';

/** More of it is no list of a model's files: an endpoint that never ends must not fill the memory. */
const mostListBytes = 2 ** 26;
const mostListPages = 100; // Hugging Face puts 1000 files on one

export interface EndpointOptions {
  readonly url: string;
  readonly token: string | undefined;
  readonly signal: AbortSignal | undefined;
}

/** What is asked of a Hugging Face-compatible endpoint. */
export interface Endpoint {
  /** Its address, without a slash at the end. */
  readonly url: string;
  /** The commit that a revision now stands for. */
  commitOf(id: string, revision: string): Promise<string>;
  /** All files of a commit, those in folders too. */
  listFiles(id: string, commit: string): Promise<HubFile[]>;
  /** The content of a file from byte `start` on. */
  readFile(id: string, commit: string, file: string, start: number): Promise<AsyncIterable<Uint8Array>>;
}

/**
 * All calls throw a `ModelNotFoundError`, a `ModelAccessError` or an {@link EndpointError}, or the reason of `signal`.
 *
 * @throws {HubInputError} the address or the token is none
 */
export function createEndpoint({ url: address, token, signal }: EndpointOptions): Endpoint {
  const { url, origin } = checkAddress(address);
  if (token !== undefined && !/^[!-~]+$/.test(token))
    throw new HubInputError('token is not one: it must be of printable ASCII characters, without spaces.');

  async function send(target: string, init: RequestInit, question: Question): Promise<Response> {
    const headers = new Headers(init.headers);
    // Added here, since the library takes only Hugging Face's own; and never sent to where an answer points.
    if (token !== undefined && new URL(target).origin === origin) headers.set('Authorization', `Bearer ${token}`);
    const response = await fetch(target, { ...init, headers, signal: signal ?? null }).catch((cause: unknown) => {
      signal?.throwIfAborted();
      throw noAnswer(url, cause);
    });
    if (response.ok) return response;
    await response.body?.cancel();
    throw answerFault(response, question);
  }

  /** Lets the library ask, through a `fetch` whose answers have been checked for status and size. */
  async function ask<Answer>(
    asked: Omit<Question, 'endpoint' | 'hasToken'>,
    call: (fetch: typeof globalThis.fetch) => Promise<Answer>,
  ): Promise<Answer> {
    const question = { ...asked, endpoint: url, hasToken: token !== undefined };
    let bytesLeft = mostListBytes;
    let pagesLeft = mostListPages;
    const checkedFetch: typeof fetch = async (target, init = {}) => {
      if (pagesLeft-- === 0)
        throw new EndpointError(`${url} lists the files of ${asked.id} on more than ${mostListPages} pages.`);
      const response = await send(String(target), init, question);
      const body = await readWhole(response, bytesLeft);
      if (body === undefined)
        throw new EndpointError(`${url} answers more than ${mostListBytes} bytes about ${asked.id}.`);
      bytesLeft -= body.length;
      return new Response(body, { headers: response.headers });
    };
    try {
      return await call(checkedFetch);
    } catch (cause) {
      signal?.throwIfAborted();
      if (isHubError(cause)) throw cause;
      throw new EndpointError(`${url} gives an answer about ${asked.id} that cannot be read: ${reasonOf(cause)}.`, {
        cause,
      });
    }
  }

  return {
    url,

    async commitOf(id, revision) {
      const { sha } = await ask({ id, revision }, (fetch) =>
        modelInfo({ name: id, revision, additionalFields: ['sha'], hubUrl: url, fetch }),
      );
      if (isCommit(sha)) return sha;
      throw new EndpointError(`${url} gives ${JSON.stringify(sha)} as the commit of ${id} at ${revision}.`);
    },

    listFiles(id, commit) {
      return ask({ id, revision: commit }, async (fetch) => {
        const files: HubFile[] = [];
        const repo = { type: 'model', name: id } as const;
        for await (const entry of listFiles({ repo, revision: commit, recursive: true, hubUrl: url, fetch })) {
          if (entry.type !== 'file') continue;
          const { path: name, size, lfs, oid } = entry;
          const file = { name, size: lfs?.size ?? size, hash: lfs ? `sha256:${lfs.oid}` : `git-sha1:${oid}` };
          if (!isHubFile(file))
            throw new EndpointError(
              `${url} lists a file of ${id} that cannot be: ${JSON.stringify(file).slice(0, 300)}.`,
            );
          files.push(file);
        }
        return files;
      });
    },

    // Not by the library's `downloadFile`: its streams tell failures as text only, and do not notice when a server sends
    // the whole file in place of its end.
    async readFile(id, commit, file, start) {
      const path = file.split('/').map(encodeURIComponent).join('/');
      const response = await send(
        `${url}/${id}/resolve/${commit}/${path}`,
        start > 0 ? { headers: { Range: `bytes=${start}-` } } : {},
        { endpoint: url, id, revision: commit, file, hasToken: token !== undefined },
      );
      if (response.status !== 206) return skipBytes(bodyOf(response), start);
      const range = response.headers.get('Content-Range');
      if (range?.startsWith(`bytes ${start}-`)) return bodyOf(response);
      await response.body?.cancel();
      throw new EndpointError(`${url} sends ${range} of ${file}, but was asked for the bytes from ${start} on.`);
    },
  };
}

function checkAddress(address: string): { url: string; origin: string } {
  const parsed = URL.canParse(address) ? new URL(address) : undefined;
  const isPlain = parsed !== undefined && /^https?:$/.test(parsed.protocol) && !parsed.username && !parsed.password;
  if (!isPlain || parsed.search || parsed.hash)
    throw new HubInputError(
      `endpoint is ${JSON.stringify(address)}, but it must be an address such as https://huggingface.co.`,
    );
  return { url: (parsed.origin + parsed.pathname).replace(/\/+$/, ''), origin: parsed.origin };
}
