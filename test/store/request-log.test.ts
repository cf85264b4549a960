import { appendFileSync, readdirSync, statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createDiskFiles } from '../../server/store/embedded/disk/disk-files.ts'
import { createRequestLog } from '../../server/store/embedded/request-log.ts'
import { T0 } from '../support/builders.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'requests-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function opened() {
  const log = createRequestLog(createDiskFiles(folder))
  await log.load()
  return log
}

const sent = (from: number, count: number) =>
  Array.from({ length: count }, (_, n) => ({ api: 'card_send', sentAt: T0 + from + n }))

describe('what left for Feishu', () => {
  it('is there for whoever opens the folder next, without a word of good-bye', async () => {
    const log = await opened()
    for (const mark of sent(0, 3)) log.note(mark)
    log.note({ api: 'sync', closedUntil: T0 + 9 })

    const next = await opened()
    next.note({ api: 'sync', sentAt: T0 + 10 })
    expect(await (await opened()).earlier()).toEqual([
      ...sent(0, 3),
      { api: 'sync', closedUntil: T0 + 9 },
      { api: 'sync', sentAt: T0 + 10 },
    ])
  })

  it('takes a megabyte at most, and always holds the latest ten thousand', async () => {
    let log = await opened()
    for (let from = 0; from < 120_000; from += 10_000) {
      for (const mark of sent(from, 10_000)) log.note(mark)
      if (from % 30_000 === 0) log = await opened()

      const kept = new Set((await log.earlier()).map((mark) => 'sentAt' in mark && mark.sentAt))
      expect(sent(from, 10_000).filter(({ sentAt }) => !kept.has(sentAt))).toEqual([])
    }
    const bytes = readdirSync(folder).map((name) => statSync(join(folder, name)).size)
    expect(bytes).toHaveLength(2)
    expect(Math.max(...bytes)).toBeLessThan(530_000)
  })

  it('a line that was cut or changed is passed over', async () => {
    const log = await opened()
    for (const mark of sent(0, 2)) log.note(mark)
    appendFileSync(join(folder, 'requests.0.log'), 'card_send sent 17\u0000\n\ufffd\u001b[2J\ncard_se')
    expect(await (await opened()).earlier()).toEqual(sent(0, 2))
  })

  it('a folder that takes nothing holds up no request', async () => {
    const log = await opened()
    await rm(folder, { recursive: true })
    expect(() => log.note({ api: 'sync', sentAt: T0 })).not.toThrow()
    expect(await log.earlier()).toEqual([])
  })

  it('is for nobody else to read', async () => {
    const log = await opened()
    log.note({ api: 'sync', sentAt: T0 })
    expect(statSync(join(folder, 'requests.0.log')).mode & 0o777).toBe(0o600)
  })
})
