import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/editor/**', 'test/builds/**', 'test/oracle/**'],
    pool: 'threads',
    testTimeout: 30_000,
  },
});
