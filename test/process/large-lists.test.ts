import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { buildProgram, endWorkers, startWorker } from './store-program.ts'

/** MB: less than the records take that one of the lists shows, which is about one for each. */
const HEAP = 64

afterEach(endWorkers)

it('five lists at once of a hundred records of more than a megabyte need little memory', async () => {
  const program = buildProgram('test/process/lists-worker.ts')
  const folder = await mkdtemp(join(tmpdir(), 'large-lists-'))
  try {
    const under = ['env', `NODE_OPTIONS=--max-old-space-size=${HEAP}`]
    const worker = startWorker(program, [folder, '100', '5'], under)
    expect(await worker.line(/listed/)).toBe('listed 100 100 100 100 100')
    expect(await worker.exited).toBe(0)
  } finally {
    program.remove()
    await rm(folder, { recursive: true, force: true })
  }
})
