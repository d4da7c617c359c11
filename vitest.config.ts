import { defineConfig } from 'vitest/config';

const conditions = ['@bertkit/source', 'module', 'node', 'development|production'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['{packages,apps}/*/src/**/*.test.ts', '{bench,conformance}/src/**/*.test.ts'],
    testTimeout: 60_000,
  },
});
