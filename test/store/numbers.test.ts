import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readNumberFormat, seriesOf } from '../../shared/document-number.ts'
import type { Store } from '../../server/store/contract.ts'
import { createDiskFiles } from '../../server/store/embedded/disk/disk-files.ts'
import { createEmbeddedStore } from '../../server/store/embedded/embedded.ts'
import { prepareFolders } from '../../server/store/embedded/folders.ts'
import { openLowdbStore } from '../../server/store/embedded/open.ts'
import { aRecord } from '../support/builders.ts'
import { createFaultyDisk } from './faulty-disk.ts'

const { format } = readNumberFormat('BX-{yyyyMM}-{0000}')
const begin = (store: Store, id: string, day = '2026-11-20'): Promise<string> =>
  store.instances.change(id, (current, nextNumber) => {
    if (current) return { result: current.instance.number?.text ?? '' }
    const number = nextNumber(seriesOf('leave', format!, day))
    return { next: aRecord({ id, number }), result: number.text }
  })

let place: string
let dataDir: string
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'store-numbers-'))
  dataDir = join(place, 'data')
})
afterEach(() => rm(place, { recursive: true, force: true }))

async function inStore<T>(work: (store: Store) => Promise<T>, folder = dataDir): Promise<T> {
  const store = await openLowdbStore({ dataDir: folder })
  return work(store).finally(() => store.close())
}

it('go on after a start, in every period there was', async () => {
  await inStore(async (store) => {
    for (const id of ['a', 'b']) await begin(store, id)
    await begin(store, 'c', '2026-12-01')
  })
  await inStore(async (store) => {
    expect(await begin(store, 'd')).toBe('BX-202611-0003')
    expect(await begin(store, 'e', '2026-12-31')).toBe('BX-202612-0002')
    expect(await store.instances.numbered('bx-202611-0002')).toBe('b')
    expect(await begin(store, 'b')).toBe('BX-202611-0002')
  })
})

it('of an older backup go on from what is in it: what was given since is given again', async () => {
  await inStore((store) => begin(store, 'a'))
  const backup = join(place, 'backup')
  await cp(dataDir, backup, { recursive: true })
  await inStore((store) => begin(store, 'b'))
  expect(await inStore((store) => begin(store, 'c'), backup)).toBe('BX-202611-0002')
})

it('of which nobody knows whether they are on the disk are nobody else’s', async () => {
  const disk = createFaultyDisk()
  await mkdir(dataDir)
  await prepareFolders(dataDir)
  const { store, load } = createEmbeddedStore(createDiskFiles(dataDir, disk.calls), async () => undefined)
  await load()
  disk.fail('EIO', 'syncFolder')
  await expect(begin(store, 'a')).rejects.toMatchObject({ code: 'store_unavailable' })
  disk.heal()
  expect(await begin(store, 'b')).toBe('BX-202611-0002')
  // Whoever insists has what was rolled forward.
  expect(await begin(store, 'a')).toBe('BX-202611-0001')
  await store.close()
  await inStore(async (again) => {
    expect([await begin(again, 'a'), await begin(again, 'b'), await begin(again, 'c')]).toEqual([
      ...['BX-202611-0001', 'BX-202611-0002', 'BX-202611-0003'],
    ])
  })
})

it('of a write that failed leave a gap at most', async () => {
  const disk = createFaultyDisk()
  await mkdir(dataDir)
  await prepareFolders(dataDir)
  const { store, load } = createEmbeddedStore(createDiskFiles(dataDir, disk.calls), async () => undefined)
  await load()
  disk.fail('ENOSPC', 'write')
  await expect(begin(store, 'a')).rejects.toMatchObject({ code: 'store_unavailable' })
  disk.heal()
  expect(await store.instances.numbered('BX-202611-0001')).toBeUndefined()
  const given = [await begin(store, 'a'), await begin(store, 'b')]
  expect(new Set(given).size).toBe(2)
  await store.close()
})
