import { defineConfig } from 'vitest/config'

/** `npm run bench`: measurements one after another, apart from the tests. */
export default defineConfig({
  test: {
    include: ['bench/all.bench.ts'],
    globalSetup: ['test/support/build-once.ts'],
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 900_000,
    silent: false,
  },
})
