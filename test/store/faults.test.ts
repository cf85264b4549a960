import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { InstanceRecord } from '../../server/domain/outbox/record.ts'
import type { Store } from '../../server/store/contract.ts'
import { createDiskFiles } from '../../server/store/embedded/disk/disk-files.ts'
import { createEmbeddedStore } from '../../server/store/embedded/embedded.ts'
import { prepareFolders } from '../../server/store/embedded/folders.ts'
import { aDefinitionRecord, aRecord, aSession, decided, T0 } from '../support/builders.ts'
import { createFaultyDisk, type FaultyDisk, type Step } from './faulty-disk.ts'
import { putDefinition, putNote } from '../support/put.ts'

const UNAVAILABLE = { code: 'store_unavailable' }
/** Where nothing can be seen of the change yet. */
const BEFORE_RENAME: readonly Step[] = ['create', 'write', 'sync', 'rename']

let dataDir: string
let disk: FaultyDisk
let store: Store

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'store-faults-'))
  await prepareFolders(dataDir)
  disk = createFaultyDisk()
  store = await openOn(disk)
  await save(aRecord())
  disk.steps.length = 0
})
afterEach(async () => {
  disk.heal()
  await store.close()
  await rm(dataDir, { recursive: true, force: true })
})

describe('a change on disk', () => {
  it('is written, synced and renamed, its folder synced, and only then acknowledged', async () => {
    await save(approved())
    expect(disk.steps).toEqual(['create', 'write', 'sync', 'rename', 'syncFolder'])
  })

  it('many changes in one folder share its syncs, and the last sync comes after the last rename', async () => {
    await Promise.all(Array.from({ length: 30 }, (_, n) => putNote(store, `n${n}`, n)))
    const syncs = disk.steps.filter((step) => step === 'syncFolder').length
    expect(disk.steps.filter((step) => step === 'rename')).toHaveLength(30)
    expect(syncs).toBeLessThan(30)
    expect(disk.steps.at(-1)).toBe('syncFolder')
  })
})

describe.each(['ENOSPC', 'EIO', 'EROFS', 'EMFILE'])('when the disk answers %s', (code) => {
  it.each(BEFORE_RENAME)('at %s, memory and disk stay as they were (R3)', async (step) => {
    disk.fail(code, step)
    await expect(save(approved())).rejects.toMatchObject(UNAVAILABLE)
    await expectBoth(aRecord())
    expect(await temporaryFiles()).toEqual([])

    disk.heal()
    await save(approved())
    await expectBoth(approved())
  })

  it.each(BEFORE_RENAME)(
    'at %s, a new instance is not there, and nothing waits for delivery',
    async (step) => {
      disk.fail(code, step)
      await expect(save(aRecord({ id: 'i2' }))).rejects.toMatchObject(UNAVAILABLE)
      expect(await store.instances.read('i2')).toBeUndefined()
      expect(await store.outbox.count()).toEqual({ pending: aRecord().effects.length, parked: 0 })
      expect(await fromDisk((fresh) => fresh.instances.read('i2'))).toBeUndefined()
    },
  )
})

describe('when the folder cannot be synced after the rename', () => {
  beforeEach(async () => {
    disk.fail('EIO', 'syncFolder')
    await expect(save(approved())).rejects.toMatchObject(UNAVAILABLE)
  })

  it('nothing is said of the instance while that lasts', async () => {
    await expect(store.instances.read('i1')).rejects.toMatchObject(UNAVAILABLE)
    await expect(store.instances.change('i1', () => ({ result: 'answered' }))).rejects.toMatchObject(
      UNAVAILABLE,
    )
    await expect(store.instances.list({ userId: 'u_bob', box: 'todo', limit: 1 })).rejects.toMatchObject(
      UNAVAILABLE,
    )
  })

  it('it is written anew, durably, before anybody sees what is on disk', async () => {
    disk.heal()
    disk.steps.length = 0
    expect(await store.instances.read('i1')).toEqual(approved())
    expect(disk.steps).toEqual(['create', 'write', 'sync', 'rename', 'syncFolder'])
    await expectBoth(approved())
    expect((await store.instances.list({ userId: 'u_carol', box: 'todo', limit: 1 })).items).toHaveLength(1)
  })

  it('the same change again sees what the first one did', async () => {
    disk.heal()
    const seen = await store.instances.change('i1', (current) => ({ result: current }))
    expect(seen).toEqual(approved())
  })

  it('what it left to deliver is found by the next claim, also of an instance that is new', async () => {
    await expect(save(aRecord({ id: 'i2' }))).rejects.toMatchObject(UNAVAILABLE)
    expect(await store.outbox.claim({ now: T0, limit: 9, leaseMs: 1, line: 'todos' })).toHaveLength(1)
    disk.heal()
    const claimed = await store.outbox.claim({ now: T0 + 1, limit: 9, leaseMs: 1, line: 'todos' })
    expect(claimed.map(({ instanceId }) => instanceId).sort()).toEqual(['i1', 'i2'])
    expect(await store.instances.read('i2')).toEqual(aRecord({ id: 'i2' }))
  })

  it('a full disk in between changes nothing of that', async () => {
    disk.fail('ENOSPC', 'write')
    await expect(store.instances.read('i1')).rejects.toMatchObject(UNAVAILABLE)
    disk.heal()
    expect(await store.instances.read('i1')).toEqual(approved())
  })
})

describe('the small documents', () => {
  it('a session that could not be removed is there until it is', async () => {
    const session = aSession()
    await store.sessions.save(session)
    disk.fail('EIO', 'unlink')
    await expect(store.sessions.remove(session.tokenHash)).rejects.toMatchObject(UNAVAILABLE)
    expect(await store.sessions.find(session.tokenHash)).toEqual(session)

    disk.fail('EIO', 'syncFolder')
    await expect(store.sessions.remove(session.tokenHash)).rejects.toMatchObject(UNAVAILABLE)
    await expect(store.sessions.find(session.tokenHash)).rejects.toMatchObject(UNAVAILABLE)
    disk.heal()
    await store.sessions.remove(session.tokenHash)
    expect(await store.sessions.find(session.tokenHash)).toBeUndefined()
    expect(await fromDisk((fresh) => fresh.sessions.find(session.tokenHash))).toBeUndefined()
  })

  it('definitions and notes that could not be written are as before', async () => {
    await putNote(store, 'key', 1)
    disk.fail('ENOSPC', 'write')
    await expect(putNote(store, 'key', 2)).rejects.toMatchObject(UNAVAILABLE)
    await expect(putDefinition(store, aDefinitionRecord())).rejects.toMatchObject(UNAVAILABLE)
    expect(await store.notes.read('key')).toBe(1)
    expect(await store.definitions.list()).toEqual([])
  })
})

it.each(['create', 'write', 'sync'] as const)(
  'a ping tells when %s does not work, and leaves nothing',
  async (step) => {
    disk.fail('ENOSPC', step)
    await expect(store.ping()).rejects.toMatchObject(UNAVAILABLE)
    disk.heal()
    await store.ping()
    expect(await readdir(dataDir)).not.toContainEqual(expect.stringContaining('.tmp'))
  },
)

describe('an upload', () => {
  const add = (id: string) =>
    store.attachments.add({ id, uploadedBy: 'u_bob', atMost: 9 }, pieces(), () => ({
      id,
      name: 'a.pdf',
      size: 6,
      type: 'application/pdf',
      uploadedBy: 'u_bob',
      uploadedAt: T0,
      claim: null,
      kept: false,
    }))
  async function* pieces(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('%PDF')
    yield Buffer.from('-1')
  }
  const everything = async () =>
    (await readdir(join(dataDir, 'attachments'), { recursive: true })).filter((name) => name.includes('.'))

  it('is durable with its content first, and then with what is known of it', async () => {
    await add('f1')
    const once = ['sync', 'rename', 'syncFolder']
    expect(disk.steps).toEqual(['create', 'write', 'write', ...once, 'create', 'write', ...once])
    expect(await fromDisk((fresh) => fresh.attachments.read('f1'))).toMatchObject({ size: 6 })
  })

  it.each([...BEFORE_RENAME, 'syncFolder'] as const)(
    'is not there when %s fails, in part or whole, and works again',
    async (step) => {
      disk.fail('ENOSPC', step)
      await expect(add('f1')).rejects.toMatchObject(UNAVAILABLE)
      disk.heal()
      expect(await store.attachments.open('f1')).toBeUndefined()
      expect(await fromDisk((fresh) => fresh.attachments.read('f1'))).toBeUndefined()
      expect(await temporaryFiles()).toEqual([])
      await store.attachments.removeOrphans()
      expect(await everything()).toEqual([])
      await add('f2')
      expect(await store.attachments.read('f2')).toBeDefined()
    },
  )

  it('that a crash broke off is tidied away, and nothing else', async () => {
    await add('f1')
    const [folder = ''] = await readdir(join(dataDir, 'attachments'))
    await writeFile(join(dataDir, 'attachments', folder, 'f9.bin'), 'left behind')
    expect(await store.attachments.removeOrphans()).toBe(1)
    expect((await everything()).map((path) => path.replace(/^.*\//, '')).sort()).toEqual([
      'f1.bin',
      'f1.json',
    ])
  })
})

const approved = () => decided(aRecord(), 'i1_t1')

const save = (record: InstanceRecord) =>
  store.instances.change(record.instance.id, () => ({ next: record, result: undefined }))

async function openOn({ calls }: FaultyDisk): Promise<Store> {
  const embedded = createEmbeddedStore(createDiskFiles(dataDir, calls), async () => undefined)
  expect(await embedded.load()).toEqual([])
  return embedded.store
}

async function fromDisk<T>(look: (fresh: Store) => Promise<T>): Promise<T> {
  const fresh = await openOn(createFaultyDisk())
  const seen = await look(fresh)
  await fresh.close()
  return seen
}

async function expectBoth(record: InstanceRecord): Promise<void> {
  expect(await store.instances.read(record.instance.id)).toEqual(record)
  expect(await fromDisk((fresh) => fresh.instances.read(record.instance.id))).toEqual(record)
  for (const userId of ['u_bob', 'u_carol']) {
    const list = (from: Store) => from.instances.list({ userId, box: 'todo', limit: 9 })
    expect(await list(store)).toEqual(await fromDisk(list))
  }
  expect(await store.outbox.count()).toEqual(await fromDisk((fresh) => fresh.outbox.count()))
}

async function temporaryFiles(): Promise<string[]> {
  return (await readdir(dataDir, { recursive: true })).filter((name) => name.endsWith('.tmp'))
}
