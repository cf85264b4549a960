import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmod,
  copyFile,
  cp,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  truncate,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../server/store/contract.ts'
import { takeChecksum, withChecksum } from '../../server/store/embedded/disk/checksum.ts'
import { pathOf } from '../../server/store/embedded/disk/document.ts'
import { INSTANCES } from '../../server/store/embedded/document-schemas.ts'
import { openLowdbStore } from '../../server/store/embedded/open.ts'
import { StoreOpenError } from '../../server/store/embedded/disk/open-error.ts'
import { aDefinitionRecord, aRecord, aSession, decided } from '../support/builders.ts'
import { putDefinition, putNote } from '../support/put.ts'

const run = promisify(execFile)
const APP = { appId: 'cli_a', baseUrl: 'https://open.feishu.cn' }

let place: string
let dataDir: string

beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'store-opening-'))
  dataDir = join(place, 'data')
})
afterEach(() => rm(place, { recursive: true, force: true }))

describe('what was there is there again', () => {
  it('after closing and opening', async () => {
    await fill()
    await expectFilled(dataDir)
  })

  it('from a copy of the folder of a stopped server', async () => {
    await fill()
    await run('cp', ['-a', dataDir, join(place, 'backup')])
    await rm(dataDir, { recursive: true })
    await run('cp', ['-R', join(place, 'backup'), dataDir])
    await expectFilled(dataDir)
  })

  it('from a copy made while it runs: each instance is whole, and no older than when the copy began', async () => {
    const store = await openLowdbStore({ dataDir, binding: APP })
    const ids = Array.from({ length: 40 }, (_, n) => `i${n}`)
    const counts = new Map<string, number>()
    let isCopying = true
    const writing = ids.map(async (id) => {
      for (let n = 1; isCopying; n += 1) {
        await store.instances.change(id, () => ({ next: { ...aRecord({ id }), effectCount: n }, result: 0 }))
        counts.set(id, n)
      }
    })
    while (counts.size < ids.length) await new Promise((resolve) => setTimeout(resolve, 5))
    const before = new Map(counts)
    const copy = join(place, 'copy')
    // cp and tar complain about a temporary file that has become a document since they saw it.
    await run('cp', ['-a', dataDir, copy]).catch(() => undefined)
    isCopying = false
    await Promise.all(writing)
    await store.close()

    const copied = await openLowdbStore({ dataDir: copy, binding: APP })
    for (const id of ids) {
      const record = await copied.instances.read(id)
      expect(record).toEqual({ ...aRecord({ id }), effectCount: record?.effectCount })
      expect(record!.effectCount).toBeGreaterThanOrEqual(before.get(id)!)
    }
    await copied.close()
  })

  it('whatever a write that never ended left behind is removed, and nothing else', async () => {
    await fill()
    const folder = join(dataDir, pathOf(INSTANCES, 'i1'), '..')
    await writeFile(join(folder, '.7.tmp'), '{"schema":1,"inst')
    await writeFile(join(dataDir, 'notes/.8.tmp'), '')
    await writeFile(join(dataDir, 'notes/README'), 'of the operator')
    await expectFilled(dataDir)
    expect((await readdir(dataDir, { recursive: true })).filter((name) => name.endsWith('.tmp'))).toEqual([])
    expect(await readFile(join(dataDir, 'notes/README'), 'utf8')).toBe('of the operator')
  })
})

describe('a damaged file ends the start in words, names the file and changes nothing', () => {
  const file = (id = 'i1') => join(dataDir, pathOf(INSTANCES, id))
  const edit = async (path: string, change: (value: ReturnType<typeof JSON.parse>) => void) => {
    const value = JSON.parse(takeChecksum(await readFile(path)).json())
    change(value)
    await writeFile(path, withChecksum(value))
  }
  const damages: Record<string, { damage: () => Promise<unknown>; path?: () => string; says: RegExp }> = {
    'cut off': { damage: () => truncate(file(), 400), says: /cut off/ },
    empty: { damage: () => truncate(file(), 0), says: /is empty/ },
    'full of zeros': { damage: () => writeFile(file(), Buffer.alloc(500)), says: /not JSON/ },
    'another document': { damage: () => writeFile(file(), '[]'), says: /it is not what this program writes/ },
    'a missing part': {
      damage: () => edit(file(), (it) => delete it.instance.tasks[0].assignee),
      says: /assignee/,
    },
    'no schema': { damage: () => edit(file(), (it) => delete it.schema), says: /schema/ },
    'a newer schema': {
      damage: () => edit(file(), (it) => (it.schema = 4)),
      says: /newer version.*schema 3/,
    },
    'a newer schema with another checksum': {
      damage: () => writeFile(file(), '{"schema":4,"instance":{},"crc":"1234"}'),
      says: /newer version.*schema 3/,
    },
    'changed by hand': {
      damage: async () => writeFile(file(), (await readFile(file(), 'utf8')).replace('"days":5', '"days":9')),
      says: /checksum is wrong/,
    },
    'without its checksum': {
      damage: async () => writeFile(file(), takeChecksum(await readFile(file())).json()),
      says: /checksum is missing/,
    },
    'the id of another': {
      damage: () => edit(file(), (it) => (it.instance.id = 'i2')),
      says: /another name/,
    },
    'another name': {
      damage: () => copyFile(file(), `${file()}.json`),
      path: () => `${file()}.json`,
      says: /name/,
    },
    'a wrong folder': {
      damage: async () => {
        await mkdir(join(dataDir, 'instances/zz'))
        await rename(file(), join(dataDir, 'instances/zz/i1.json'))
      },
      path: () => join(dataDir, 'instances/zz/i1.json'),
      says: /name/,
    },
    'a definition': {
      damage: () => truncate(join(dataDir, 'definitions/leave%2e1.json'), 30),
      path: () => join(dataDir, 'definitions/leave%2e1.json'),
      says: /cut off/,
    },
    'the binding': {
      damage: () => writeFile(join(dataDir, 'binding.json'), '{"schema":1}'),
      path: () => join(dataDir, 'binding.json'),
      says: /whose data/,
    },
  }

  it.each(Object.keys(damages))('%s', async (name) => {
    await fill()
    await writeFile(join(dataDir, 'notes/.9.tmp'), 'left behind')
    const { damage, path = file, says } = damages[name]!
    await damage()
    const before = await fingerprint(dataDir)

    const { message } = await refusal(openLowdbStore({ dataDir, binding: APP }))

    expect(message).toContain(path())
    expect(message).toMatch(says)
    expect(message).toMatch(/Nothing was changed\. Put this file back from a backup/)
    expect(message).not.toContain('\n')
    expect(message).not.toContain('父母')
    expect(await fingerprint(dataDir)).toEqual(before)
  })

  it('names several, counts the rest, and opens once they are back', async () => {
    await fill()
    await cp(dataDir, join(place, 'backup'), { recursive: true })
    for (let n = 1; n <= 8; n += 1) await truncate(file(`i${n}`), 10)
    const { message } = await refusal(openLowdbStore({ dataDir }))
    expect(message).toContain('and 3 more')

    for (let n = 1; n <= 8; n += 1) {
      await copyFile(join(place, 'backup', pathOf(INSTANCES, `i${n}`)), file(`i${n}`))
    }
    await expectFilled(dataDir)
  })
})

describe('the folder', () => {
  it('is bound to the app it was first opened for', async () => {
    await fill()
    const before = await fingerprint(dataDir)
    for (const other of [
      { ...APP, appId: 'cli_b' },
      { ...APP, baseUrl: 'http://127.0.0.1:3100' },
    ]) {
      const { message } = await refusal(openLowdbStore({ dataDir, binding: other }))
      expect(message).toContain(`holds the data of app cli_a at ${APP.baseUrl}`)
      expect(message).toContain(`not of ${other.appId} at ${other.baseUrl}`)
    }
    expect(await fingerprint(dataDir)).toEqual(before)
    await expectFilled(dataDir)
  })

  it('can be read by nobody else, also after a careless copy', async () => {
    await fill()
    await expectPrivate()
    await chmod(dataDir, 0o755)
    await chmod(join(dataDir, 'instances'), 0o777)
    await expectFilled(dataDir)
    await expectPrivate()
  })

  it('that cannot be had is refused in words', async () => {
    await writeFile(join(place, 'file'), '')
    for (const folder of [join(place, 'file'), join(place, 'file/below'), '/proc/none']) {
      const { message } = await refusal(openLowdbStore({ dataDir: folder }))
      expect(message).toContain(folder)
      expect(message).not.toContain('\n')
    }
  })

  async function expectPrivate(): Promise<void> {
    for (const name of ['.', ...(await readdir(dataDir, { recursive: true }))]) {
      const status = await lstat(join(dataDir, name))
      if (status.isSocket()) continue
      expect([name, (status.mode & 0o777).toString(8)]).toEqual([name, status.isDirectory() ? '700' : '600'])
    }
  }
})

const RECORDS = Array.from({ length: 10 }, (_, n) => aRecord({ id: `i${n}` }))

async function fill(): Promise<void> {
  const store = await openLowdbStore({ dataDir, binding: APP })
  for (const record of RECORDS) {
    await store.instances.change(record.instance.id, () => ({ next: record, result: 0 }))
  }
  await store.instances.change('i0', () => ({ next: decided(RECORDS[0]!, 'i0_t1'), result: 0 }))
  await putDefinition(store, aDefinitionRecord())
  await store.sessions.save(aSession())
  await putNote(store, 'key', { n: 1 })
  await store.close()
}

async function expectFilled(folder: string): Promise<void> {
  const store: Store = await openLowdbStore({ dataDir: folder, binding: APP })
  expect(await store.instances.read('i0')).toEqual(decided(RECORDS[0]!, 'i0_t1'))
  for (const record of RECORDS.slice(1)) {
    expect(await store.instances.read(record.instance.id)).toEqual(record)
  }
  expect(await store.definitions.list()).toEqual([aDefinitionRecord()])
  expect(await store.sessions.find(aSession().tokenHash)).toEqual(aSession())
  expect(await store.notes.read('key')).toEqual({ n: 1 })
  const { items } = await store.instances.list({ userId: 'u_alice', box: 'started', limit: 100 })
  expect(items).toHaveLength(RECORDS.length)
  await store.close()
}

/** Every file with its bytes, except the sockets. */
async function fingerprint(folder: string): Promise<Record<string, string>> {
  const prints: Record<string, string> = {}
  for (const name of await readdir(folder, { recursive: true })) {
    const status = await lstat(join(folder, name))
    if (status.isSocket()) continue
    const bytes = status.isFile() ? await readFile(join(folder, name)) : ''
    prints[name] = `${status.mode} ${createHash('sha256').update(bytes).digest('hex')}`
  }
  return prints
}

async function refusal(opening: Promise<Store>): Promise<StoreOpenError> {
  const error = await opening.then(
    () => new Error('it opened'),
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(StoreOpenError)
  return error as StoreOpenError
}
