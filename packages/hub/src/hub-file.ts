import { fileName } from '@bertkit/runtime';

/** A file of a model, as the endpoint lists it. */
export interface HubFile {
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** `sha256:` and the SHA-256 of large files, `git-sha1:` and the id that git gives to small ones; in hexadecimal. */
  readonly hash: string;
}

/** Whether a value is a {@link HubFile} that can be fetched and kept: lists come from outside. */
export function isHubFile(value: unknown): value is HubFile {
  const { name, size, hash } = (value ?? {}) as Partial<Record<keyof HubFile, unknown>>; // fields may be anything
  return (
    isFileName(name) &&
    Number.isSafeInteger(size) &&
    (size as number) >= 0 &&
    typeof hash === 'string' &&
    /^(?:sha256:[0-9a-f]{64}|git-sha1:[0-9a-f]{40})$/.test(hash)
  );
}

function isFileName(name: unknown): boolean {
  try {
    return typeof name === 'string' && fileName(name, 'the hub') === name;
  } catch {
    return false;
  }
}
