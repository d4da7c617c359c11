import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isModelId } from '@bertkit/hub';
import { answerAsHub, type TestModel } from '@bertkit/hub/testing';
import { modelUrl } from '@bertkit/model-box';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openModel } from '../model-directory.js';
import { run } from '../run.js';
import { recordingTerminal, runProgram } from '../testing.js';

const box = fileURLToPath(modelUrl);
const commit = 'a'.repeat(40);

let server: Server;
let requests: { url: string; token: string | undefined }[];
let isSilent: boolean;
let folder: string;
let snapshot: string;

beforeAll(async () => {
  const contents: Record<string, Uint8Array> = { 'README.md': new TextEncoder().encode('# Boxed') };
  for (const name of await readdir(box)) contents[name] = await readFile(join(box, name));
  const models: Record<string, TestModel> = {
    'owner/boxed': { revisions: { main: commit, v1: commit }, commits: { [commit]: contents } },
  };
  server = createServer(({ url = '', headers }, response) => {
    requests.push({ url, token: headers.authorization });
    if (isSilent) return;
    const answer = answerAsHub(models, { url, headers });
    response.writeHead(answer.status, { ...answer.headers }).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => new Promise((resolve) => server.close(resolve).closeAllConnections()));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bertkit-pull-'));
  snapshot = join(folder, 'models--owner--boxed', 'snapshots', commit);
  requests = [];
  isSilent = false;
  vi.stubEnv('BERTKIT_CACHE', folder);
  vi.stubEnv('HF_ENDPOINT', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  vi.stubEnv('HF_TOKEN', '');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

describe('pull', () => {
  it('prints the directory, and on stderr a line for each file; the second time, the directory alone', async () => {
    const { code, stdout, stderr } = await runProgram(['pull', 'owner/boxed']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${snapshot}\n` });
    expect(stderr).toMatch(/^model\.safetensors {2}\d+\.\d MB$/m);
    expect(stderr.trimEnd().split('\n').length).toBe((await readdir(snapshot)).length);
    expect(await runProgram(['pull', 'owner/boxed'])).toEqual({ code: 0, stdout: `${snapshot}\n`, stderr: '' });
  });

  it('prints one JSON object, sends the token, and takes a revision', async () => {
    vi.stubEnv('HF_TOKEN', 'secret\n');
    const { stdout } = await runProgram(['pull', 'owner/boxed', '--revision', 'v1', '--json']);
    expect(JSON.parse(stdout)).toEqual({
      id: 'owner/boxed',
      revision: 'v1',
      commit,
      directory: snapshot,
      files: expect.arrayContaining(['config.json', 'model.safetensors', 'vocab.txt']),
    });
    expect(new Set(requests.map(({ token }) => token))).toEqual(new Set(['Bearer secret']));
  });

  it('fails loudly offline, and sends nothing', async () => {
    expect(await runProgram(['pull', 'owner/boxed', '--offline'])).toEqual({
      code: 1,
      stdout: '',
      stderr:
        `bertkit: owner/boxed is not in the cache ${folder}. ` +
        'It is not fetched, as --offline is set: pull it once without --offline.\n',
    });
    expect(requests).toEqual([]);
  });

  it('goes on with the cache where the endpoint is gone, and says so', async () => {
    await runProgram(['pull', 'owner/boxed']);
    const gone = createServer();
    await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve));
    vi.stubEnv('HF_ENDPOINT', `http://127.0.0.1:${(gone.address() as AddressInfo).port}`);
    await new Promise((resolve) => gone.close(resolve));
    const { code, stdout, stderr } = await runProgram(['pull', 'owner/boxed']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${snapshot}\n` });
    expect(stderr).toMatch(
      /^http:\S+ cannot be reached: .*\. Going on with commit aaaaaaa, which is in the cache\.\n$/,
    );
  });

  it.each([
    ['./owner/boxed', /"\.\/owner\/boxed" is not the id of a model: it must be name or owner\/name\.\n$/],
    ['owner/none', /There is no model owner\/none at http.*set HF_TOKEN/],
  ])('says in a sentence what is wrong with %s', async (id, message) => {
    const { code, stdout, stderr } = await runProgram(['pull', id]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(message);
  });

  it('stops at Ctrl-C', async () => {
    isSilent = true;
    const terminal = recordingTerminal(['pull', 'owner/boxed']);
    const code = run(terminal);
    await vi.waitFor(() => expect(requests.length).toBe(1));
    terminal.interrupt();
    expect(await code).toBe(130);
    expect(terminal.stderr.text).toBe('');
  });
});

describe('--model', () => {
  it('takes an id, and from then on the cache', async () => {
    const { code, stdout } = await runProgram(['fill-mask', '--model', 'owner/boxed', 'the [MASK] .']);
    expect(code).toBe(0);
    expect(stdout).toBe((await runProgram(['fill-mask', 'the [MASK] .'])).stdout);
    requests = [];
    await runProgram(['tokenize', '--model', 'owner/boxed', 'a']);
    expect(requests.length).toBe(1);
  });

  it('takes a directory for a directory, also where it is named like an id', async () => {
    const entries = await readdir('.', { withFileTypes: true });
    const name = entries.find((entry) => entry.isDirectory() && isModelId(entry.name))?.name ?? '';
    expect((await openModel(name)).location).toBe(resolve(name));
    expect(requests).toEqual([]);
  });

  it.each(['./boxed', '/no/boxed', '~/boxed', '~', '../boxed', 'a/b/c', 'C:\\boxed'])(
    'takes %s for a path, and asks nobody',
    async (path) => {
      const { code, stderr } = await runProgram(['tokenize', '--model', path, 'a']);
      expect({ code, stderr }).toEqual({ code: 1, stderr: `bertkit: There is no directory ${path}.\n` });
      expect(requests).toEqual([]);
    },
  );

  it('names both tries where there is neither a directory nor a model', async () => {
    const { code, stderr } = await runProgram(['tokenize', '--model', 'no-bert', 'a']);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^bertkit: There is no directory no-bert, nor could it be had as the id of a model: There is no model no-bert at http/,
    );
  });

  it('refuses a revision of what has none', async () => {
    await expect(openModel(box, { revision: 'v1' })).rejects.toThrow(
      /^--revision is v1, but .* is not a model named by id\.$/,
    );
    await expect(openModel(undefined, { revision: 'v1' })).rejects.toThrow(
      /but the small model that comes with bertkit is/,
    );
  });
});
