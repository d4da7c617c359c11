#!/usr/bin/env node
import { existsSync } from 'node:fs';

const main = new URL('../dist/fuzz/main.js', import.meta.url);
if (existsSync(main)) await import(main.href);
else {
  console.error('The fuzz command is not built yet: run `pnpm build` first.');
  process.exitCode = 1;
}
