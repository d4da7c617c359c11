#!/usr/bin/env node
try {
  await import('../dist/main.js');
} catch (error) {
  if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  process.stderr.write('bertkit is not built yet: run `npm run quickstart` or `pnpm build` first.\n');
  process.exitCode = 1;
}
