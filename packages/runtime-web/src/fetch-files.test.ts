import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FileError, FileMissingError } from '@bertkit/runtime';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFetchFiles } from './fetch-files.js';

const contents: Record<string, string> = {
  '/models/a.bin': '0123456789',
  '/models/empty': '',
  '/models/b c/%25é?#': 'odd',
};
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

let server: Server;
let address: string;
let requests: string[];
let answer: (request: IncomingMessage, response: ServerResponse) => void;

beforeEach(async () => {
  requests = [];
  server = createServer((request, response) => {
    requests.push(`${request.url} ${request.headers.range ?? 'whole'}`);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/models`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

function contentOf(request: IncomingMessage): string | undefined {
  return contents[decodeURIComponent(new URL(request.url ?? '', 'http://x').pathname)];
}

/** A server that knows ranges, as RFC 9110, section 14 says. */
function withRanges(request: IncomingMessage, response: ServerResponse): void {
  const content = contentOf(request);
  const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
  if (content === undefined) response.writeHead(404).end('<html>no such file</html>');
  else if (range === null) response.end(content);
  else if (Number(range[1]) >= content.length) {
    response.writeHead(416, { 'content-range': `bytes */${content.length}` }).end();
  } else {
    const [start, last] = [Number(range[1]), Math.min(Number(range[2]), content.length - 1)];
    response.writeHead(206, { 'content-range': `bytes ${start}-${last}/${content.length}` });
    response.end(content.slice(start, last + 1));
  }
}

/** A server that does not, and that does not say sizes either. */
function withoutRanges(request: IncomingMessage, response: ServerResponse): void {
  const content = contentOf(request);
  if (content === undefined) response.writeHead(404).end();
  else {
    response.writeHead(200, { 'transfer-encoding': 'chunked' }).write(content.slice(0, 2));
    response.end(content.slice(2));
  }
}

describe.each([
  ['a server that knows ranges', withRanges],
  ['a server that does not', withoutRanges],
])('createFetchFiles, with %s', (_, behaviour) => {
  beforeEach(() => {
    answer = behaviour;
  });

  it('reads files, whole and in parts', async () => {
    const files = createFetchFiles(address);
    expect(text(await files.read('a.bin'))).toBe('0123456789');
    expect(text(await files.read('a.bin', { start: 2, end: 5 }))).toBe('234');
    expect(text(await files.read('a.bin', { start: 0, end: 10 }))).toBe('0123456789');
    expect(text(await files.read('a.bin', { start: 10, end: 10 }))).toBe('');
    expect(text(await files.read('empty'))).toBe('');
    expect(text(await files.read('empty', { start: 0, end: 0 }))).toBe('');
  });

  it('gives sizes', async () => {
    const files = createFetchFiles(`${address}/`);
    expect(await files.size('a.bin')).toBe(10);
    expect(await files.size('empty')).toBe(0);
    expect(await files.size('missing')).toBeUndefined();
  });

  it('takes names as they are', async () => {
    const files = createFetchFiles(address);
    expect(text(await files.read('b c/%25é?#'))).toBe('odd');
    await expect(files.read('../a.bin')).rejects.toThrow(/not a file name/);
  });

  it('says that a file is missing', async () => {
    const files = createFetchFiles(address);
    await expect(files.read('missing')).rejects.toThrow(FileMissingError);
    await expect(files.read('missing', { start: 0, end: 2 })).rejects.toThrow(`There is no missing in ${address}/.`);
    await expect(files.read('missing', { start: 0, end: 0 })).rejects.toThrow(FileMissingError);
  });

  it.each([
    [0, 11],
    [10, 11],
    [11, 11],
    [-1, 2],
    [5, 4],
    [0.5, 2],
  ])('refuses the range [%d, %d) of 10 bytes', async (start, end) => {
    const files = createFetchFiles(address);
    await expect(files.read('a.bin', { start, end })).rejects.toThrow(FileError);
    await expect(files.read('a.bin', { start, end })).rejects.toThrow(`a.bin in ${address}/ has 10 bytes`);
  });
});

describe('createFetchFiles', () => {
  it('asks for parts by Range, one request each', async () => {
    answer = withRanges;
    const files = createFetchFiles(`${address}?token=secret`);
    await files.read('a.bin', { start: 2, end: 5 });
    await files.size('a.bin');
    expect(requests).toEqual(['/models/a.bin?token=secret bytes=2-4', '/models/a.bin?token=secret bytes=0-0']);
    expect(files.location).toBe(`${address}/`);
  });

  it('fetches a file once for many parts where the server does not know ranges', async () => {
    answer = withoutRanges;
    const files = createFetchFiles(address);
    const parts = await Promise.all([0, 3, 6].map((start) => files.read('a.bin', { start, end: start + 3 })));
    expect(parts.map(text)).toEqual(['012', '345', '678']);
    parts[0]?.fill(0); // the caller's own
    requests.length = 0;
    expect(text(await files.read('a.bin', { start: 0, end: 2 }))).toBe('01');
    expect(await files.size('a.bin')).toBe(10);
    expect(requests).toEqual([]);
  });

  it('does not take a page for a file', async () => {
    answer = (_, response) => response.setHeader('content-type', 'text/html; charset=utf-8').end('<!doctype html>');
    const files = createFetchFiles(address);
    await expect(files.read('config.json')).rejects.toThrow(FileError);
    await expect(files.read('config.json')).rejects.toThrow(/config\.json in .* answered with an HTML page/);
    await expect(files.size('config.json')).rejects.toThrow(FileError);
    expect(text(await files.read('index.html'))).toBe('<!doctype html>');
  });

  it('does not ask for pages, so that development servers do not fall back on theirs', async () => {
    let accepted: string | undefined;
    answer = (request, response) => {
      accepted = request.headers.accept;
      response.end();
    };
    await createFetchFiles(address).read('a');
    expect(accepted).toBeTypeOf('string');
    expect(accepted).not.toMatch(/\*\/\*|text\/html/);
  });

  it('says what the server answered, and can go on', async () => {
    const files = createFetchFiles(address);
    answer = (_, response) => response.writeHead(503).end();
    await expect(files.read('a.bin')).rejects.toThrow(/the server answered 503 Service Unavailable\.$/);
    await expect(files.size('a.bin')).rejects.toThrow(FileError);
    answer = withRanges;
    expect(await files.size('a.bin')).toBe(10);
  });

  it('says when a body breaks off or the server is gone, and forgets what it had', async () => {
    const files = createFetchFiles(address);
    answer = (_, response) => {
      response.writeHead(200, { 'content-length': 10 }).write('0123');
      setImmediate(() => response.destroy());
    };
    const failure = await files.read('a.bin', { start: 0, end: 2 }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(FileError);
    expect((failure as FileError).cause).toBeInstanceOf(Error);
    answer = withoutRanges;
    expect(text(await files.read('a.bin', { start: 0, end: 2 }))).toBe('01');
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await expect(files.read('a.bin')).rejects.toThrow(/a\.bin in .* could not be fetched/);
  });

  it('refuses a part of another length than was asked for', async () => {
    answer = (_, response) => response.writeHead(206, { 'content-range': 'bytes 0-3/10' }).end('0123456');
    await expect(createFetchFiles(address).read('a.bin', { start: 0, end: 4 })).rejects.toThrow(
      /sent 7 bytes for \[0, 4\)/,
    );
  });

  it('cannot be listed or changed, and says so', async () => {
    const files = createFetchFiles(address);
    await expect(files.list()).rejects.toThrow(`${address}/ cannot be listed: an address has no list of its files.`);
    const uses = [files.write('a', new Uint8Array(0)), files.append('a', new Uint8Array(0)), files.remove('a')];
    for (const use of uses) await expect(use).rejects.toThrow(/a in .* cannot be changed: an address is read-only/);
  });

  it('needs an address that is whole, outside of a page', () => {
    expect(() => createFetchFiles('models')).toThrow(TypeError);
  });
});
