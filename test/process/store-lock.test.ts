import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openLowdbStore } from '../../server/store/embedded/open.ts'
import { buildProgram, endWorkers, startWorker, type Program, type Worker } from './store-program.ts'

describe('a data folder belongs to one process', () => {
  let program: Program
  let dataDir: string

  beforeAll(() => {
    program = buildProgram('test/process/store-worker.ts')
  })
  afterAll(() => {
    program.remove()
  })
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'store-lock-'))
  })
  afterEach(async () => {
    endWorkers()
    await rm(dataDir, { recursive: true, force: true })
  })

  const hold = (folder = dataDir) => startWorker(program, ['hold', folder])

  it('the second one is refused in words that name the folder and the first one', async () => {
    const first = hold()
    await first.line(/^open/)

    const refused = await hold().line(/^refused/)

    expect(refused).toContain(dataDir)
    expect(refused).toContain(`process ${first.child.pid}`)
    expect(refused).not.toContain('\n')
  })

  it('kill -9 leaves no lock behind, and no file of the dead one', async () => {
    for (let round = 0; round < 5; round += 1) {
      const owner = hold()
      await owner.line(/^open/)
      owner.child.kill('SIGKILL')
      await owner.exited
    }
    const next = hold()
    await next.line(/^open/)
    expect(await readdir(join(dataDir, 'lock'))).toHaveLength(1)
  })

  it('of many that start at once exactly one gets it, also on what a dead one left', async () => {
    for (let round = 0; round < 4; round += 1) {
      const starters = Array.from({ length: 12 }, () => hold())
      const ends = await Promise.all(starters.map((starter) => starter.line(/^(open|refused)/)))
      expect(ends.filter((line) => line === 'open')).toHaveLength(1)
      await killAll(starters)
    }
  })

  it('of many attempts that interleave step by step exactly one gets it', async () => {
    for (let round = 0; round < 25; round += 1) {
      const attempts = Array.from({ length: 8 }, () => openLowdbStore({ dataDir }))
      const opened = (await Promise.allSettled(attempts)).filter((end) => end.status === 'fulfilled')
      expect(opened).toHaveLength(1)
      await opened[0]?.value.close()
    }
  })

  it('one that is stopped still has it', async () => {
    const owner = hold()
    await owner.line(/^open/)
    owner.child.kill('SIGSTOP')

    expect(await hold().line(/^(open|refused)/)).toContain('in use by another process')
  })

  it('is free again when its owner closed it', async () => {
    const store = await openLowdbStore({ dataDir })
    await expect(openLowdbStore({ dataDir })).rejects.toThrow('is in use by')
    await store.close()

    await hold().line(/^open/)
  })

  it('does not depend on the length of its path', async () => {
    const long = join(dataDir, 'a'.repeat(120), '数据'.repeat(20))
    const owner = hold(long)
    await owner.line(/^open/)
    expect(await hold(long).line(/^refused/)).toContain(`process ${owner.child.pid}`)

    await killAll([owner])
    await hold(long).line(/^open/)
  })

  it('is not kept by what a copy of the folder has in place of a socket', async () => {
    await mkdir(join(dataDir, 'lock'))
    await writeFile(join(dataDir, 'lock', '0123456789abcdef.sock'), '')
    await hold().line(/^open/)
  })
})

async function killAll(workers: readonly Worker[]): Promise<void> {
  for (const { child } of workers) child.kill('SIGKILL')
  await Promise.all(workers.map(({ exited }) => exited))
}
