import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createNodeCache } from '@bertkit/runtime-node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type PullEvent, type PullOptions, pullModel } from './index.js';
import { answerAsHub, fault, json, type TestAnswer, type TestModel, type TestRequest, treeEntry } from './testing.js';

const id = 'owner/name';
const first = '1'.repeat(40);
const second = '2'.repeat(40);
const bytes = (text: string) => new TextEncoder().encode(text);
const weights = Uint8Array.from({ length: 300_000 }, (_, i) => i % 251);
const files = {
  'config.json': bytes('{}'),
  'vocab.txt': bytes('[PAD]\n'),
  'model.safetensors': weights,
  'README.md': bytes('# A model'),
  'tf_model.h5': bytes('of no use here'),
};
const wanted = ['config.json', 'vocab.txt', 'model.safetensors'];

/** How a test has the server behave: another answer, or less of the right one. */
type Behaviour = (request: TestRequest) => Partial<TestAnswer & { cutAfter: number; isSilent: boolean }> | undefined;

let server: Server;
let endpoint: string;
/** Where nobody listens. */
let unreachable: string;
let folder: string;
let models: Record<string, TestModel>;
let behave: Behaviour;
let requests: TestRequest[];

beforeAll(async () => {
  const closed = createServer();
  unreachable = await listen(closed);
  await new Promise((resolve) => closed.close(resolve));
  server = createServer((request, response) => {
    const asked = { url: request.url ?? '', headers: request.headers };
    requests.push(asked);
    const { cutAfter, isSilent, ...answer } = { ...answerAsHub(models, asked), ...behave(asked) };
    if (isSilent) return;
    response.writeHead(answer.status, { ...answer.headers, 'content-length': answer.body.length });
    if (cutAfter === undefined) response.end(answer.body);
    else response.write(answer.body.subarray(0, cutAfter), () => setImmediate(() => response.destroy()));
  });
  endpoint = await listen(server);
});
async function listen(listener: Server): Promise<string> {
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(listener.address() as AddressInfo).port}`;
}
afterAll(() => new Promise((resolve) => server.close(resolve).closeAllConnections()));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bertkit-hub-'));
  models = { [id]: { revisions: { main: first }, commits: { [first]: files } } };
  behave = () => undefined;
  requests = [];
});
afterEach(() => rm(folder, { recursive: true }));

const pull = (options: Partial<PullOptions> = {}) =>
  pullModel(id, { cache: createNodeCache(folder), endpoint, ...options });
const snapshotPath = (...names: string[]) => join(folder, 'models--owner--name', 'snapshots', ...names);
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );
const isFile =
  (name: string) =>
  ({ url }: TestRequest) =>
    url.endsWith(`/${name}`);
const isWeights = isFile('model.safetensors');

describe('pullModel', () => {
  it('gives what a BERT needs, whole, and tells how it comes', async () => {
    const events: PullEvent[] = [];
    const snapshot = await pull({ onProgress: (event) => events.push(event) });
    expect(snapshot).toMatchObject({ id, revision: 'main', commit: first, names: wanted });
    expect(snapshot.files.location).toBe(snapshotPath(first));
    expect((await snapshot.files.list()).map(({ name }) => name)).toEqual([...wanted].sort());
    expect(await snapshot.files.read('model.safetensors')).toEqual(weights);
    const transfers = events.filter((event) => 'file' in event && event.file === 'model.safetensors');
    const size = weights.length;
    expect(transfers.at(0)).toEqual({ kind: 'transfer', file: 'model.safetensors', receivedBytes: 0, size });
    expect(transfers.at(-2)).toEqual({ kind: 'transfer', file: 'model.safetensors', receivedBytes: size, size });
    expect(transfers.at(-1)).toEqual({ kind: 'stored', file: 'model.safetensors', size });
  });

  it('asks for the commit alone where the cache has all, and for nothing where the revision is a commit', async () => {
    await pull();
    requests = [];
    const events: PullEvent[] = [];
    await pull({ onProgress: (event) => events.push(event) });
    expect(requests.map(({ url }) => url.replace(/\?.*/, ''))).toEqual(['/api/models/owner/name/revision/main']);
    requests = [];
    expect(await pull({ revision: first })).toMatchObject({ commit: first, revision: first });
    expect(requests).toEqual([]);
    expect(events).toEqual([]);
  });

  it('takes the files of a branch whose name has a slash, and names the files it is asked for', async () => {
    models[id] = {
      revisions: { 'refs/pr/1': second },
      commits: { [second]: { ...files, 'a b/ü?.txt': bytes('odd') } },
    };
    const snapshot = await pull({ revision: 'refs/pr/1', files: ['a b/ü?.txt'] });
    expect(await snapshot.files.read('a b/ü?.txt')).toEqual(bytes('odd'));
    expect(await pull({ revision: 'refs/pr/1', files: ['a b/ü?.txt'], offline: true })).toMatchObject({
      commit: second,
    });
  });

  it('fetches only what another commit has changed', async () => {
    await pull();
    models[id] = { revisions: { main: second }, commits: { [second]: { ...files, 'config.json': bytes('{"a":1}') } } };
    requests = [];
    const snapshot = await pull();
    expect(snapshot.commit).toBe(second);
    expect(await snapshot.files.read('model.safetensors')).toEqual(weights);
    expect(requests.map(({ url }) => url).filter((url) => url.includes('/resolve/'))).toEqual([
      `/${id}/resolve/${second}/config.json`,
    ]);
  });

  it('fetches anew what another commit has in the cache, but changed', async () => {
    await pull();
    await writeFile(snapshotPath(first, 'model.safetensors'), new Uint8Array(weights.length));
    models[id] = { revisions: { main: second }, commits: { [second]: files } };
    expect(await (await pull()).files.read('model.safetensors')).toEqual(weights);
  });

  it('fetches a cached file anew that has lost bytes', async () => {
    const snapshot = await pull();
    await truncate(snapshotPath(first, 'model.safetensors'), 1000);
    await pull();
    expect(await snapshot.files.read('model.safetensors')).toEqual(weights);
  });

  it('runs once for callers that come at the same time', async () => {
    const events: PullEvent[] = [];
    await Promise.all([pull(), pull({ onProgress: (event) => events.push(event) }), pull()]);
    expect(requests.filter(isWeights).length).toBe(1);
    expect(await readdir(snapshotPath())).toEqual([first]); // no lock is left
  });

  it('sends a token to the endpoint, but not to where it is sent on', async () => {
    const other = createServer((request, response) => {
      requests.push({ url: `other${request.url}`, headers: request.headers });
      response.end(weights);
    });
    const location = `${await listen(other)}/blob`;
    behave = (request) => (isWeights(request) ? { status: 302, headers: { location } } : undefined);
    const snapshot = await pull({ token: 'not-by-hugging-face' });
    other.close();
    expect(await snapshot.files.read('model.safetensors')).toEqual(weights);
    const tokens = requests.map(({ url, headers }) => [url === 'other/blob', headers['authorization']]);
    expect(tokens.filter(([isOther]) => isOther)).toEqual([[true, undefined]]);
    expect(new Set(tokens.filter(([isOther]) => !isOther).map(([, token]) => token))).toEqual(
      new Set(['Bearer not-by-hugging-face']),
    );
  });
});

describe('pullModel, where a transfer breaks', () => {
  it('goes on from the byte it had come to', async () => {
    let cuts = 0;
    behave = (request) => (isWeights(request) && cuts++ === 0 ? { cutAfter: 100_000 } : undefined);
    expect(await (await pull()).files.read('model.safetensors')).toEqual(weights);
    const ranges = requests.filter(isWeights).map(({ headers }) => headers['range']);
    expect(ranges).toEqual([undefined, expect.stringMatching(/^bytes=[1-9]\d*-$/)]);
  });

  it('goes on where the server knows no ranges', async () => {
    let cuts = 0;
    const whole = { status: 200, headers: {}, body: weights };
    behave = (request) =>
      isWeights(request) ? { ...whole, ...(cuts++ === 0 ? { cutAfter: 100_000 } : {}) } : undefined;
    expect(await (await pull()).files.read('model.safetensors')).toEqual(weights);
    expect(cuts).toBe(2);
  });

  it('says how far it came; the next pull fetches only what is missing', async () => {
    behave = (request) =>
      isWeights(request) ? { status: 200, headers: {}, body: weights, cutAfter: 1000 } : undefined;
    const error = await failure(pull());
    expect(error).toMatchObject({ code: 'BERTKIT_HUB_TRANSFER', file: 'model.safetensors', size: 300_000 });
    expect((error as Error).message).toMatch(
      /^model\.safetensors broke off after 1000 of 300000 bytes, 4 times in a row/,
    );
    expect(await readdir(snapshotPath(first))).toEqual(['config.json', 'vocab.txt']);
    behave = () => undefined;
    requests = [];
    await pull();
    expect(requests.length).toBe(2); // for the commit, and for the weights
  });

  it.each([
    ['shorter', weights.subarray(1), 'BERTKIT_HUB_TRANSFER', /broke off after 299999 of 300000 bytes/],
    ['longer', new Uint8Array(300_001), 'BERTKIT_HUB_TRANSFER', /is longer than the 300000 bytes/],
    [
      'other',
      new Uint8Array(300_000),
      'BERTKIT_HUB_HASH',
      /has the hash sha256:\w+, but the endpoint lists sha256:\w+/,
    ],
  ])('keeps nothing of a file that is %s than listed', async (_, body, code, message) => {
    behave = (request) => (isWeights(request) ? { status: 200, headers: {}, body } : undefined);
    const error = await failure(pull());
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
    expect(await readdir(snapshotPath(first))).toEqual(['config.json', 'vocab.txt']);
  });

  it('checks small files by the hash of git', async () => {
    behave = (request) => (isFile('config.json')(request) ? { body: bytes('[]') } : undefined);
    expect(await failure(pull())).toMatchObject({ code: 'BERTKIT_HUB_HASH', file: 'config.json' });
  });

  it('ends at once when it is aborted, with the reason given', async () => {
    const controller = new AbortController();
    behave = (request) => {
      if (!isWeights(request)) return undefined;
      setImmediate(() => controller.abort(new Error('enough')));
      return { isSilent: true };
    };
    expect(await failure(pull({ signal: controller.signal }))).toEqual(new Error('enough'));
    expect(await readdir(snapshotPath())).toEqual([first]); // no lock is left
    expect(await failure(pull({ signal: controller.signal }))).toEqual(new Error('enough'));
  });

  it('takes over from a process that was killed, and removes what it left', async () => {
    await pull({ files: ['config.json'] });
    await writeFile(snapshotPath(first, '.model.safetensors.0123456789abcdef.tmp'), 'half');
    await pull();
    expect(await readdir(snapshotPath(first))).toEqual([...wanted].sort());
  });
});

describe('pullModel, where the endpoint refuses', () => {
  it.each([
    [
      'another id',
      {},
      'no/such',
      'BERTKIT_HUB_NOT_FOUND',
      /^There is no model no\/such at .*, or it is private: set HF_TOKEN/,
    ],
    ['a revision', { revision: 'v9' }, id, 'BERTKIT_HUB_NOT_FOUND', /^owner\/name at .* has no revision v9\.$/],
    ['a commit', { revision: second }, id, 'BERTKIT_HUB_NOT_FOUND', new RegExp(`has no revision ${second}`)],
    ['a file', { files: ['../../x'] }, id, 'BERTKIT_HUB_NOT_FOUND', /has no file \.\.\/\.\.\/x in revision main/],
  ] as const)('says that it has no such thing: %s', async (_, options, asked, code, message) => {
    const error = await failure(pullModel(asked, { cache: createNodeCache(folder), endpoint, ...options }));
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it.each([
    [401, '', undefined, 'BERTKIT_HUB_ACCESS', /gives owner\/name only to whom it knows.*set HF_TOKEN/],
    [401, '', 'hf_wrong', 'BERTKIT_HUB_ACCESS', /the token that was given does not open it/],
    [403, '', undefined, 'BERTKIT_HUB_ACCESS', /\(403\): set HF_TOKEN/],
    [401, 'GatedRepo', undefined, 'BERTKIT_HUB_ACCESS', /is gated: ask for access at http.*owner\/name; set HF_TOKEN/],
    [404, '', undefined, 'BERTKIT_HUB_NOT_FOUND', /There is no model owner\/name at/],
    [500, '', undefined, 'BERTKIT_HUB_ENDPOINT', /answered 500/],
  ])('tells %d %s apart, with the token %s', async (status, errorCode, token, code, message) => {
    behave = () => fault(status, errorCode);
    const error = await failure(pull({ token }));
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
    expect((error as Error).message).not.toContain('hf_wrong');
  });

  it('says so where gated files refuse, though the list is free', async () => {
    behave = (request) => (request.url.includes('/resolve/') ? fault(403, 'GatedRepo') : undefined);
    expect(await failure(pull())).toMatchObject({ code: 'BERTKIT_HUB_ACCESS' });
  });

  it.each([
    ['a path that leads out', { ...treeEntry('../../x', bytes('')) }],
    ['an absolute path', { ...treeEntry('/etc/x', bytes('')) }],
    ['no hash', { ...treeEntry('a', bytes('')), oid: undefined }],
    ['a negative size', { ...treeEntry('a', bytes('')), size: -1 }],
    ['a size that is no number', { ...treeEntry('a', bytes('')), size: '1e9' }],
    ['nothing at all', { type: 'file' }],
  ])('refuses a list with %s, and writes nothing', async (_, entry) => {
    behave = ({ url }) => (url.includes('/tree/') ? json([entry]) : undefined);
    expect(await failure(pull())).toMatchObject({
      code: 'BERTKIT_HUB_ENDPOINT',
      message: expect.stringMatching(/lists a file of owner\/name that cannot be/),
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it.each([
    ['what is no JSON', { body: bytes('<html>') }, /cannot be read/],
    ['a commit that leads out', json({ sha: '../../x' }), /gives "\.\.\/\.\.\/x" as the commit/],
    ['more than any list has', { body: new Uint8Array(2 ** 26 + 1) }, /answers more than 67108864 bytes/],
  ])('refuses %s', async (_, answer, message) => {
    behave = () => answer;
    expect(await failure(pull())).toMatchObject({
      code: 'BERTKIT_HUB_ENDPOINT',
      message: expect.stringMatching(message),
    });
  });

  it('refuses a list that never ends', async () => {
    behave = ({ url }) =>
      url.includes('/tree/') ? { ...json([]), headers: { link: `<${endpoint}${url}>; rel="next"` } } : undefined;
    expect(await failure(pull())).toMatchObject({ message: expect.stringMatching(/on more than 100 pages/) });
  });

  it('has none of the files of a BERT', async () => {
    models[id] = { revisions: { main: first }, commits: { [first]: { 'README.md': bytes('# Nothing') } } };
    expect(await failure(pull())).toMatchObject({
      code: 'BERTKIT_HUB_NOT_FOUND',
      message: expect.stringMatching(/has none of a BERT's files/),
    });
  });

  it.each([
    [{ revision: '../x' }, /^revision is "\.\.\/x"/],
    [{ revision: '' }, /^revision is ""/],
    [{ endpoint: 'ftp://x' }, /^endpoint is "ftp:\/\/x"/],
    [{ endpoint: 'https://a:b@x' }, /^endpoint is/],
    [{ token: 'a\nb' }, /^token is not one/],
  ])('sends nothing for %j', async (options, message) => {
    const error = await failure(pull(options));
    expect(error).toMatchObject({ code: 'BERTKIT_HUB_INPUT', message: expect.stringMatching(message) });
    expect(requests).toEqual([]);
  });
});

describe('pullModel, without the network', () => {
  it('gives what the cache has, and sends nothing', async () => {
    await pull();
    requests = [];
    expect(await pull({ offline: true })).toMatchObject({ commit: first, names: wanted });
    expect(requests).toEqual([]);
  });

  it('names what the cache lacks', async () => {
    expect(await failure(pull({ offline: true }))).toMatchObject({
      code: 'BERTKIT_HUB_OFFLINE',
      message: `owner/name is not in the cache ${folder}. It is not fetched, as offline is set: pull it once without offline.`,
    });
    await pull();
    await rm(snapshotPath(first, 'vocab.txt'));
    await truncate(snapshotPath(first, 'model.safetensors'), 10);
    requests = [];
    expect(await failure(pull({ offline: true }))).toMatchObject({
      missing: ['vocab.txt', 'model.safetensors'],
      message: expect.stringMatching(/^vocab\.txt, model\.safetensors of owner\/name are not in the cache/),
    });
    expect(await failure(pull({ offline: true, revision: 'v2' }))).toMatchObject({ missing: [] });
    expect(requests).toEqual([]);
  });

  it('stays at the last whole snapshot, where a newer one was not brought in whole', async () => {
    await pull();
    models[id] = { revisions: { main: second }, commits: { [second]: { ...files, 'vocab.txt': bytes('[UNK]\n') } } };
    behave = (request) => (isFile('vocab.txt')(request) ? { body: bytes('[XXX]\n') } : undefined);
    expect(await failure(pull())).toMatchObject({ code: 'BERTKIT_HUB_HASH' });
    expect(await pull({ offline: true })).toMatchObject({ commit: first });
  });

  it('uses the cache where the endpoint cannot be reached or fails, and says so', async () => {
    await pull();
    for (const address of [unreachable, endpoint]) {
      behave = () => fault(503, '');
      const events: PullEvent[] = [];
      const snapshot = await pull({ endpoint: address, onProgress: (event) => events.push(event) });
      expect(snapshot.commit).toBe(first);
      expect(events).toMatchObject([{ kind: 'unreachable', commit: first, error: { code: 'BERTKIT_HUB_ENDPOINT' } }]);
    }
    await rm(snapshotPath(first, 'vocab.txt'));
    expect(await failure(pull({ endpoint: unreachable }))).toMatchObject({
      code: 'BERTKIT_HUB_OFFLINE',
      message: expect.stringMatching(
        /^vocab\.txt of owner\/name is not in the cache .* cannot be reached: .*ECONNREFUSED/,
      ),
    });
  });

  it('fails where the endpoint cannot be reached and the cache has nothing', async () => {
    expect(await failure(pull({ endpoint: unreachable }))).toMatchObject({
      code: 'BERTKIT_HUB_ENDPOINT',
      message: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+ cannot be reached: .*ECONNREFUSED/),
    });
  });

  it('asks again for a list that was damaged', async () => {
    await pull();
    const list = join(folder, 'models--owner--name', 'lists', `${first}.json`);
    const text = await readFile(list, 'utf8');
    await writeFile(list, text.slice(1));
    expect(await failure(pull({ offline: true }))).toMatchObject({ code: 'BERTKIT_HUB_OFFLINE' });
    await pull();
    expect(await readFile(list, 'utf8')).toBe(text);
  });
});
