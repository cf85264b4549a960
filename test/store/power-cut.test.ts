import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import type { FileHandle } from 'node:fs/promises'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Store } from '../../server/store/contract.ts'
import { diskCalls, type DiskCalls } from '../../server/store/embedded/disk/disk-calls.ts'
import { createDiskFiles } from '../../server/store/embedded/disk/disk-files.ts'
import { createEmbeddedStore } from '../../server/store/embedded/embedded.ts'
import { prepareFolders } from '../../server/store/embedded/folders.ts'
import { aRecord, aSession } from '../support/builders.ts'
import { putNote } from '../support/put.ts'

type Inode = { text: string; synced: string }
/** What a power cut can leave: path → text. */
type Remains = Map<string, string>
type Acknowledged = { changes: Map<string, number>; notes: Set<string>; removed: Set<string> }
type Moment = { step: string; lazy: Remains; eager: Remains; acknowledged: Acknowledged }

let place: string
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'store-power-'))
})
afterEach(() => rm(place, { recursive: true, force: true }))

it('after a power cut at any step, all that was acknowledged is there and every file is whole (R1, R2)', async () => {
  const dataDir = join(place, 'data')
  await mkdir(dataDir)
  await prepareFolders(dataDir)
  const disk = createForgetfulDisk(dataDir)
  const { store } = createEmbeddedStore(createDiskFiles(dataDir, disk.calls), async () => undefined)
  await work(store, disk)
  await store.close()

  const looked = new Set<string>()
  for (const { step, lazy, eager, acknowledged } of disk.moments) {
    for (const [kind, remains] of Object.entries({ lazy, eager })) {
      const { changes, notes, removed } = acknowledged
      const state = JSON.stringify([[...remains], [...changes], [...notes], [...removed]])
      if (looked.has(state)) continue
      looked.add(state)
      const folder = join(place, String(looked.size))
      await materialise(folder, remains)
      await expectAcknowledged(folder, acknowledged, `${kind}, ${step}`)
      await rm(folder, { recursive: true, force: true })
    }
  }
  expect(looked.size).toBeGreaterThan(100)
})

/** Changes one after another and side by side, with every acknowledgement noted the moment it comes. */
async function work(store: Store, disk: ForgetfulDisk): Promise<void> {
  const change = async (id: string, count: number) => {
    await store.instances.change(id, () => ({ next: { ...aRecord({ id }), effectCount: count }, result: 0 }))
    disk.acknowledge('change', ({ changes }) => changes.set(id, count))
  }
  for (let count = 1; count <= 2; count += 1) {
    await Promise.all(['a', 'b', 'c', 'd', 'e'].map((id) => change(id, 10 * count)))
    await change('a', 10 * count + 1)
  }
  // All in one folder, so that they share its syncs, and begun at different times.
  const note = async (name: string, turns: number) => {
    for (let turn = 0; turn < turns; turn += 1) await nextTurn()
    await putNote(store, name, name)
    disk.acknowledge('note', ({ notes }) => notes.add(name))
  }
  await Promise.all(Array.from({ length: 8 }, (_, n) => note(`n${n}`, n * 2)))
  await store.sessions.save(aSession())
  await store.sessions.remove(aSession().tokenHash)
  disk.acknowledge('remove', ({ removed }) => removed.add(aSession().tokenHash))
}

type ForgetfulDisk = {
  calls: DiskCalls
  moments: Moment[]
  acknowledge: (what: string, note: (acknowledged: Acknowledged) => void) => void
}

/**
 * The real calls, and beside them what POSIX promises of each: a file's text survives from its fsync on, a name
 * from that of its folder on. `lazy` kept nothing else; `eager` kept every name at once and only the texts it must.
 */
function createForgetfulDisk(root: string): ForgetfulDisk {
  const inodes = new Map<FileHandle, Inode>()
  const names = new Map<string, Inode>()
  const durableNames = new Map<string, Inode>()
  const moments: Moment[] = []
  const acknowledged: Acknowledged = { changes: new Map(), notes: new Set(), removed: new Set() }
  const at = (path: string) => relative(root, path)
  const remainsOf = (from: Map<string, Inode>): Remains =>
    new Map([...from].map(([path, { synced }]) => [path, synced]))
  const happened = (step: string) => {
    const { changes, notes, removed } = acknowledged
    moments.push({
      step,
      lazy: remainsOf(durableNames),
      eager: remainsOf(names),
      acknowledged: { changes: new Map(changes), notes: new Set(notes), removed: new Set(removed) },
    })
  }
  const calls: DiskCalls = {
    async create(path) {
      const file = await diskCalls.create(path)
      const inode = { text: '', synced: '' }
      inodes.set(file, inode)
      names.set(at(path), inode)
      happened(`create ${at(path)}`)
      return file
    },
    async write(file, data) {
      await diskCalls.write(file, data)
      inodes.get(file)!.text += data.toString()
      happened('write')
    },
    async sync(file) {
      const inode = inodes.get(file)!
      const { text } = inode
      await diskCalls.sync(file)
      inode.synced = text
      happened('sync')
    },
    close: diskCalls.close,
    async rename(from, to) {
      await diskCalls.rename(from, to)
      const inode = names.get(at(from))!
      names.delete(at(from))
      names.set(at(to), inode)
      happened(`rename to ${at(to)}`)
    },
    async unlink(path) {
      await diskCalls.unlink(path)
      names.delete(at(path))
      happened(`unlink ${at(path)}`)
    },
    async syncFolder(path) {
      const isHere = (name: string) => dirname(name) === at(path)
      const here = [...names].filter(([name]) => isHere(name))
      await diskCalls.syncFolder(path)
      for (const name of durableNames.keys()) if (isHere(name)) durableNames.delete(name)
      for (const [name, inode] of here) durableNames.set(name, inode)
      happened(`sync folder ${at(path)}`)
    },
  }
  return {
    calls,
    moments,
    acknowledge(what, note) {
      note(acknowledged)
      happened(`acknowledged: ${what}`)
    },
  }
}

async function materialise(folder: string, remains: Remains): Promise<void> {
  for (const [path, text] of remains) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
}

async function expectAcknowledged(folder: string, acknowledged: Acknowledged, when: string): Promise<void> {
  const { store, load } = createEmbeddedStore(createDiskFiles(folder), async () => undefined)
  expect(await load(), when).toEqual([])
  for (const [id, count] of acknowledged.changes) {
    const record = await store.instances.read(id)
    expect(record?.effectCount, `${when}: ${id}`).toBeGreaterThanOrEqual(count)
  }
  for (const name of acknowledged.notes) expect(await store.notes.read(name), when).toBe(name)
  for (const hash of acknowledged.removed) expect(await store.sessions.find(hash), when).toBeUndefined()
  await store.close()
}
