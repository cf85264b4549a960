import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

// Many tests start servers and browsers of their own, so a big machine gets no more than four at once.
const maxWorkers = Math.min(4, availableParallelism())

const TESTS = ['test/**/*.test.ts']
/** A real browser on a busy machine is late now and then: these alone are tried again. */
const BROWSER = [
  'test/e2e/{page,client,web-app}.test.ts',
  'test/e2e/pages-{axe,errors,fields,narrow,safety,story}.test.ts',
  'test/host/{browser,controls}.test.ts',
]

export default defineConfig({
  test: {
    globalSetup: ['test/support/build-once.ts'],
    pool: 'forks',
    maxWorkers,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      { extends: true, test: { name: 'browser', include: BROWSER, retry: 2 } },
      { extends: true, test: { name: 'rest', include: TESTS, exclude: BROWSER } },
    ],
  },
})
