#!/usr/bin/env node
import { existsSync } from 'node:fs';

const main = new URL('../dist/make-checkpoint.js', import.meta.url);
if (existsSync(main)) await import(main.href);
else {
  console.error('make-checkpoint is not built yet: run `pnpm build` first.');
  process.exitCode = 1;
}
