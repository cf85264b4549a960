import { execFile } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../server/store/contract.ts'
import { openLowdbStore } from '../../server/store/embedded/open.ts'
import { putNote } from '../support/put.ts'

const run = promisify(execFile)

let place: string
let dataDir: string
let store: Store
let lost: Promise<Error>

beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'store-lost-'))
  dataDir = join(place, 'data')
  let tell = (_error: Error): void => undefined
  lost = new Promise((resolve) => (tell = resolve))
  store = await openLowdbStore({ dataDir, onLost: tell })
  await putNote(store, 'key', 'before')
})
afterEach(async () => {
  await store.close()
  await rm(place, { recursive: true, force: true })
})

const lock = () => join(dataDir, 'lock')
const own = async () => join(lock(), (await readdir(lock()))[0] ?? '')

describe('a store whose folder was taken from it', () => {
  const ways: Record<string, () => Promise<unknown>> = {
    "its lock's folder removed": () => rm(lock(), { recursive: true }),
    "its lock's folder removed and made anew": async () => {
      await rm(lock(), { recursive: true })
      await mkdir(lock())
    },
    'its own socket removed': async () => rm(await own()),
    'a file in place of its socket': async () => {
      const path = await own()
      await rm(path)
      await writeFile(path, '')
    },
    'the data folder removed': () => rm(dataDir, { recursive: true }),
    'the data folder moved away': () => rename(dataDir, join(place, 'moved')),
    'the data folder restored from a copy': async () => {
      await run('cp', ['-a', dataDir, join(place, 'copy')])
      await rm(dataDir, { recursive: true })
      await rename(join(place, 'copy'), dataDir)
    },
    'the data folder replaced by an older one': async () => {
      await rename(dataDir, join(place, 'moved'))
      await mkdir(join(dataDir, 'notes'), { recursive: true })
      await copyFile(join(place, 'moved/notes/key.json'), join(dataDir, 'notes/key.json'))
    },
  }

  it.each(Object.keys(ways))('%s: changes nothing from then on, and says so', async (way) => {
    await ways[way]?.()
    await expect(putNote(store, 'key', 'after')).rejects.toMatchObject({ code: 'store_unavailable' })
    const { message } = await lost
    expect(message).toContain(`The data folder ${dataDir} is no longer this server's`)
    expect(message).not.toContain('\n')

    // Whoever opens it now has it alone, and finds nothing that was said to have failed.
    const next = await openLowdbStore({ dataDir })
    expect([undefined, 'before']).toContain(await next.notes.read('key'))
    await expect(putNote(store, 'key', 'later')).rejects.toMatchObject({ code: 'store_unavailable' })
    await putNote(next, 'key', 'of the next')
    expect(await next.notes.read('key')).toBe('of the next')
    await next.close()
  })
})

it('a store that is only used, copied and backed up keeps its folder', async () => {
  await run('cp', ['-a', dataDir, join(place, 'copy')])
  await run('chmod', ['-R', 'go-rwx', dataDir])
  await run('tar', ['cf', join(place, 'backup.tar'), '-C', place, 'data']).catch(() => undefined)
  await putNote(store, 'key', 'after')
  expect(await store.notes.read('key')).toBe('after')
})
