import { defineConfig } from 'vitest/config'

/** `npm run bench`, `npm run soak`: measurements one after another, apart from the tests. */
export default defineConfig({
  test: {
    include: ['bench/*.bench.ts'],
    globalSetup: ['test/support/build-once.ts'],
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 900_000,
    silent: false,
  },
})
