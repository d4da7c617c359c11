import { reasonOf } from '@bertkit/runtime';
import { EndpointError, isHubError, TransferError } from './errors.js';
import type { HubFile } from './hub-file.js';

/** Milliseconds before each new try. */
const pauses: readonly number[] = [100, 400, 1600];

/** A try that brought so much was of use, and the next one is the first again. */
const usefulBytes = 2 ** 20;

export interface TransferOptions {
  readonly signal: AbortSignal | undefined;
  /** Milliseconds before each new try. Default: 100, 400, 1600 */
  readonly pauses?: readonly number[];
}

/**
 * The content of a file, as it comes. Where the connection breaks, it goes on from the byte it had come to.
 *
 * @param open  asks for the content from a byte on
 * @throws {TransferError} the content ends early, also when asked again; or does not end where it should
 * @throws whatever `open` throws, but for an {@link EndpointError}, which is worth another try
 */
export async function* transfer(
  { name: file, size }: HubFile,
  open: (start: number) => Promise<AsyncIterable<Uint8Array>>,
  { signal, pauses: waits = pauses }: TransferOptions,
): AsyncGenerator<Uint8Array, void, void> {
  let receivedBytes = 0;
  for (let failures = 0; ; ) {
    const start = receivedBytes;
    let cause: unknown;
    try {
      for await (const piece of await open(start)) {
        receivedBytes += piece.length;
        if (receivedBytes > size) {
          const because = `is longer than the ${size} bytes that the endpoint lists: ${receivedBytes} or more`;
          throw new TransferError({ file, receivedBytes, size, because });
        }
        yield piece;
      }
      if (receivedBytes === size) return;
    } catch (error) {
      if (isHubError(error) && !(error instanceof EndpointError)) throw error;
      cause = error;
    }
    signal?.throwIfAborted();
    if (receivedBytes - start >= usefulBytes) failures = 0;
    const wait = waits[failures++];
    if (wait === undefined) {
      const reason = cause === undefined ? 'the connection ended' : reasonOf(cause);
      const because = `broke off after ${receivedBytes} of ${size} bytes, ${failures} times in a row: ${reason}`;
      throw new TransferError({ file, receivedBytes, size, because, cause });
    }
    await pause(wait, signal);
  }
}

function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
