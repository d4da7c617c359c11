import { reasonOf } from '@bertkit/runtime';
import { EndpointError, ModelAccessError, ModelNotFoundError } from './errors.js';

/** What a request is about, for messages. */
export interface Question {
  readonly endpoint: string;
  readonly id: string;
  readonly revision: string;
  readonly file?: string;
  readonly hasToken: boolean;
}

/**
 * What is wrong where an endpoint does not answer with what was asked for. Hugging Face says 401 also where there is no
 * such model, lest private ones be guessed.
 *
 * @see `hf_raise_for_status` in huggingface_hub, which reads the same headers
 */
export function answerFault(response: Response, question: Question): Error {
  const { endpoint, id, revision, file, hasToken } = question;
  const { status } = response;
  const errorCode = response.headers.get('X-Error-Code');
  const tokenHint = hasToken
    ? 'the token that was given does not open it'
    : 'set HF_TOKEN (in a program: the option token)';

  if (errorCode === 'GatedRepo')
    return new ModelAccessError(`${id} is gated: ask for access at ${endpoint}/${id}; ${tokenHint}.`);
  if (errorCode === 'RevisionNotFound')
    return new ModelNotFoundError(`${id} at ${endpoint} has no revision ${revision}.`);
  if (status === 404 && file !== undefined)
    return new ModelNotFoundError(`${id} at ${endpoint} has no file ${file} in revision ${revision}.`);
  if (status === 404 || errorCode === 'RepoNotFound') {
    const orRevision = errorCode === null && revision !== 'main' ? ` with a revision ${revision}` : '';
    return new ModelNotFoundError(
      `There is no model ${id}${orRevision} at ${endpoint}, or it is private: ${tokenHint}.`,
    );
  }
  if (status === 401)
    return new ModelAccessError(`${endpoint} gives ${id} only to whom it knows, or has no such model: ${tokenHint}.`);
  if (status === 403) return new ModelAccessError(`${endpoint} does not give out ${id} (403): ${tokenHint}.`);
  return new EndpointError(`${endpoint} answered ${status} when asked for ${file ?? 'the files'} of ${id}.`);
}

/** What is wrong where no answer came at all. */
export function noAnswer(endpoint: string, cause: unknown): EndpointError {
  // fetch itself only says "fetch failed"; the reason is behind it, as a code where several addresses were tried.
  const inner = cause instanceof Error ? cause.cause : undefined;
  const code = inner instanceof Error && 'code' in inner ? String(inner.code) : undefined;
  const reason = (inner instanceof Error && reasonOf(inner)) || code || reasonOf(cause);
  return new EndpointError(`${endpoint} cannot be reached: ${reason}.`, { cause });
}
