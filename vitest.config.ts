import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

// Many tests start servers and browsers of their own, so a big machine gets no more than four at once.
const maxWorkers = Math.min(4, availableParallelism())

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/build-once.ts'],
    pool: 'forks',
    maxWorkers,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
