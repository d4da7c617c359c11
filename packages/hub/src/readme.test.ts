import { readFileSync } from 'node:fs';
import { createMemoryFiles, createQueue, type Files } from '@bertkit/runtime';
import { afterEach, expect, it, vi } from 'vitest';
import { type HubCache, pullModel } from './index.js';
import { answerAsHub, type TestRequest } from './testing.js';

afterEach(() => vi.unstubAllGlobals());

/** A cache as a page might have it: nothing of Node is in it. */
function createMemoryCache(): HubCache {
  const folders = new Map<string, Files>();
  const queue = createQueue();
  return {
    location: 'memory',
    open(folder) {
      const files = folders.get(folder) ?? createMemoryFiles();
      folders.set(folder, files);
      return files;
    },
    exclusively: (_, task) => queue(task),
  };
}

it('has a README whose example runs, without Node', async () => {
  const commit = 'c'.repeat(40);
  const contents = { 'config.json': new TextEncoder().encode('{"hidden_size":768}') };
  const models = { 'google-bert/bert-base-uncased': { revisions: { main: commit }, commits: { [commit]: contents } } };
  vi.stubGlobal('fetch', async (target: string, { headers }: RequestInit) => {
    const { origin, pathname, search } = new URL(target);
    expect(origin).toBe('https://huggingface.co');
    const request: TestRequest = { url: pathname + search, headers: Object.fromEntries(new Headers(headers)) };
    const { body, ...answer } = answerAsHub(models, request);
    return new Response(body.slice(), answer);
  });
  const told: unknown[][] = [];
  const log = (...values: unknown[]) => void told.push(values);

  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const [, example = ''] = /```js\n(.*?)```/s.exec(readme) ?? [];
  const body = `return (async () => {${example.replace(/^import .*$/gm, '')} return config; })();`;
  const run = new Function('pullModel', 'createNodeCache', 'console', body);

  expect(await run(pullModel, createMemoryCache, { log })).toEqual({ hidden_size: 768 });
  expect(told).toEqual([
    ['config.json: 0 of 19 bytes'],
    ['config.json: 19 of 19 bytes'],
    [commit, ['config.json'], 'memory'],
  ]);
});
