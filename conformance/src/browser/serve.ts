import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

export interface Server extends AsyncDisposable {
  /** With its final `/`. */
  readonly address: string;
}

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
};

const page =
  '<!doctype html><meta charset="utf-8"><title>bertkit</title><script type="module" src="/page.js"></script>';

/**
 * Serves a page that loads `/page.js`, on this machine alone.
 *
 * @param folders  path prefix, such as `/wasm/` → the directory whose files stand there
 */
export async function servePage(folders: Readonly<Record<string, string>>): Promise<Server> {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (pathname === '/') return response.setHeader('content-type', 'text/html').end(page);
    const prefix = Object.keys(folders)
      .filter((each) => pathname.startsWith(each))
      .reduce((longest, each) => (each.length > longest.length ? each : longest), '');
    try {
      const name = normalize(decodeURIComponent(pathname.slice(prefix.length)));
      if (prefix === '' || name.startsWith('..')) throw new Error('outside');
      const content = await readFile(join(folders[prefix] ?? '', name));
      return response.setHeader('content-type', contentTypes[extname(name)] ?? 'application/octet-stream').end(content);
    } catch {
      return response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens to a port, not to a pipe
  return {
    address: `http://127.0.0.1:${port}/`,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
