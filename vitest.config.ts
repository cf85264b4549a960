import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/** Files that start servers, browsers or machines of their own, or need what is built. */
const EDGES = [
  ...['test/e2e/**/*.test.ts', 'test/process/**/*.test.ts', 'test/host/**/*.test.ts'],
  'test/sandbox/pages.test.ts',
]

/** Waiting for a condition ends with it: only what is broken, or a very busy machine, comes near a limit. */
const limits = { testTimeout: 120_000, hookTimeout: 120_000, expect: { poll: { timeout: 60_000 } } }

export default defineConfig({
  test: {
    pool: 'forks',
    // Some tests wait for minutes that have to pass, so a small machine gets one more than it has processors; many start
    // servers and browsers of their own, so a big one gets no more than four at once.
    maxWorkers: Math.min(4, availableParallelism() + 1),
    projects: [
      {
        extends: true,
        // Its files share what they import: loading it anew for each took longer than the tests.
        test: { ...limits, name: 'unit', include: ['test/**/*.test.ts'], exclude: EDGES, isolate: false },
      },
      {
        extends: true,
        test: {
          ...limits,
          name: 'edges',
          include: EDGES,
          isolate: false,
          globalSetup: ['test/support/build-once.ts'],
        },
      },
    ],
  },
})
