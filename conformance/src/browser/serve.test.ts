import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { servePage } from './serve.js';

const here = fileURLToPath(new URL('.', import.meta.url));

it('serves the page and the files of its folders, and nothing beside them', async () => {
  await using server = await servePage({ '/': here, '/above/': fileURLToPath(new URL('..', import.meta.url)) });
  const get = async (path: string) => (await fetch(new URL(path, server.address))).status;
  expect(await get('/')).toBe(200);
  expect(await get('/page.ts')).toBe(200);
  expect(await get('/above/compare.ts')).toBe(200);
  expect(await get('/compare.ts')).toBe(404);
  expect(await get('/..%2fcompare.ts')).toBe(404);
});
