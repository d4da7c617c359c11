import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EndpointError, ModelAccessError } from './errors.js';
import { transfer } from './transfer.js';

const fileOf = (content: Uint8Array) => ({ name: 'a', size: content.length, hash: '' });

async function collect(pieces: AsyncIterable<Uint8Array>): Promise<number[]> {
  const all: number[] = [];
  for await (const piece of pieces) all.push(...piece);
  return all;
}

/** Gives `content` from a byte on, and breaks after as many bytes as the list says for this try. */
function breaking(content: Uint8Array, breaks: readonly number[], failure: Error = new TypeError('terminated')) {
  const starts: number[] = [];
  const open = async (start: number) => {
    const end = start + (breaks[starts.length] ?? content.length);
    starts.push(start);
    async function* pieces() {
      yield content.subarray(start, end);
      if (end < content.length) throw failure;
    }
    return pieces();
  };
  return { open, starts };
}

const options = { signal: undefined, pauses: [0, 0, 0] };

describe('transfer', () => {
  it('gives the content, wherever up to three breaks are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array(), fc.array(fc.nat(20), { maxLength: 3 }), async (content, breaks) => {
        const { open } = breaking(content, breaks);
        expect(await collect(transfer(fileOf(content), open, options))).toEqual([...content]);
      }),
    );
  });

  it('gives up at the fourth break in a row, with how far it came', async () => {
    const { open, starts } = breaking(new Uint8Array(100), [10, 0, 5, 1]);
    const failed = collect(transfer(fileOf(new Uint8Array(100)), open, options));
    await expect(failed).rejects.toMatchObject({ code: 'BERTKIT_HUB_TRANSFER', receivedBytes: 16, size: 100 });
    await expect(failed).rejects.toThrow('a broke off after 16 of 100 bytes, 4 times in a row: terminated.');
    expect(starts).toEqual([0, 10, 10, 15]);
  });

  it('does not give up while each try brings a megabyte', async () => {
    const content = new Uint8Array(10 * 2 ** 20);
    const { open, starts } = breaking(content, Array(9).fill(2 ** 20));
    let size = 0;
    for await (const piece of transfer(fileOf(content), open, options)) size += piece.length;
    expect(size).toBe(content.length);
    expect(starts.length).toBe(10);
  });

  it('tries again after a failure of the endpoint, but not after a refusal', async () => {
    const content = new Uint8Array(10);
    const failing = breaking(content, [5], new EndpointError('503'));
    expect(await collect(transfer(fileOf(content), failing.open, options))).toEqual([...content]);
    const refusing = breaking(content, [5], new ModelAccessError('403'));
    await expect(collect(transfer(fileOf(content), refusing.open, options))).rejects.toThrow(ModelAccessError);
    expect(refusing.starts).toEqual([0]);
  });

  it('ends while it pauses, when it is aborted', async () => {
    const controller = new AbortController();
    const { open } = breaking(new Uint8Array(10), [5]);
    const failed = collect(transfer(fileOf(new Uint8Array(10)), open, { signal: controller.signal, pauses: [60_000] }));
    setImmediate(() => controller.abort(new Error('enough')));
    await expect(failed).rejects.toThrow('enough');
  });
});
