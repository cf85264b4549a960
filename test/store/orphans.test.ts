import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createEmbeddedStore } from '../../server/store/embedded/embedded.ts'
import type { DataFolder } from '../../server/store/embedded/disk/files.ts'
import { T0 } from '../support/builders.ts'
import { createMemoryFiles } from '../support/memory-store.ts'

const UPLOADS = ['f1', 'f2', 'f3']

/** Files whose every step waits for its turn, before it is done and after: a slow disk in any order. */
function slowly(files: DataFolder, scheduler: fc.Scheduler): DataFolder {
  const turn = (name: string) => scheduler.schedule(Promise.resolve(), name)
  return {
    scan: files.scan,
    documents: files.documents,
    read: files.read,
    open: files.open,
    sizeOf: files.sizeOf,
    probe: files.probe,
    appendNow: files.appendNow,
    emptyNow: files.emptyNow,
    async write(path, text) {
      await turn(`before writing ${path}`)
      await files.write(path, text)
      await turn(`after writing ${path}`)
    },
    async receive(path, content) {
      await turn(`before receiving ${path}`)
      await files.receive(path, content)
      await turn(`after receiving ${path}`)
    },
    async others(folder) {
      await turn('before listing')
      const paths = await files.others(folder)
      await turn('after listing')
      return paths
    },
    async remove(path) {
      await turn(`before removing ${path}`)
      await files.remove(path)
    },
  }
}

async function* content(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('abcdef')
}

it('an upload that is acknowledged while orphans are cleared away keeps its content, in whatever order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const files = createMemoryFiles()
      files.contents.set('attachments/00/left-behind.bin', Buffer.from('x'))
      const { store } = createEmbeddedStore(slowly(files, scheduler), async () => undefined)
      const add = async (id: string) => {
        await scheduler.schedule(Promise.resolve(), `${id} comes`)
        return store.attachments.add({ id, uploadedBy: 'u_bob', atMost: 9 }, content(), () => ({
          id,
          name: 'a.pdf',
          size: 6,
          type: 'application/pdf',
          uploadedBy: 'u_bob',
          uploadedAt: T0,
          claim: null,
          kept: false,
        }))
      }
      const all = Promise.all([store.attachments.removeOrphans(), ...UPLOADS.map(add)])
      await scheduler.waitFor(all)
      const sizes = await Promise.all(UPLOADS.map((id) => store.attachments.contentSize(id)))
      expect(sizes).toEqual([6, 6, 6])
      expect(files.contents.has('attachments/00/left-behind.bin')).toBe(false)
    }),
    { numRuns: 300 },
  )
})
