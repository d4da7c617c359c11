import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import wabt from 'wabt';
import { adamWKernel } from './adamw-kernel.js';

it('is what adamw.wat assembles to', async () => {
  const { parseWat } = await wabt();
  const source = await readFile(new URL('adamw.wat', import.meta.url), 'utf8');
  const { buffer } = parseWat('adamw.wat', source, { simd: true }).toBinary({});
  expect(adamWKernel).toBe(btoa(String.fromCharCode(...buffer)));
});
