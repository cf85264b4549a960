import { expect, it } from 'vitest'
import { createFolderSync } from '../../server/store/embedded/disk/folder-sync.ts'

/** Syncs that end when they are told to. */
function createSyncs() {
  const begun: { folder: string; end: () => void; fail: () => void }[] = []
  const sync = createFolderSync(
    (folder) =>
      new Promise<void>((resolve, reject) => {
        begun.push({ folder, end: resolve, fail: () => reject(new Error('EIO')) })
      }),
  )
  return { sync, begun }
}

it('whoever asks while one runs waits for the next, which all of them share', async () => {
  const { sync, begun } = createSyncs()
  const first = sync('a')
  const ended: string[] = []
  const later = ['second', 'third'].map((name) => sync('a').then(() => ended.push(name)))
  begun[0]?.end()
  await first
  await Promise.resolve()
  expect(ended).toEqual([])
  await until(() => begun.length === 2)
  begun[1]?.end()
  await Promise.all(later)
  expect(begun).toHaveLength(2)
})

it('a failure reaches all who shared it, and nobody else', async () => {
  const { sync, begun } = createSyncs()
  const first = sync('a')
  const shared = [sync('a'), sync('a')]
  const elsewhere = sync('b')
  begun[0]?.fail()
  await expect(first).rejects.toThrow('EIO')
  await until(() => begun.length === 3)
  begun[1]?.end()
  begun[2]?.fail()
  await elsewhere
  for (const one of shared) await expect(one).rejects.toThrow('EIO')
  const next = sync('a')
  begun[3]?.end()
  await next
})

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await Promise.resolve()
}
