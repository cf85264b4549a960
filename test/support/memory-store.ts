import type { Store } from '../../server/store/contract.ts'
import { createEmbeddedStore } from '../../server/store/embedded.ts'
import type { Files } from '../../server/store/files.ts'

/** The embedded store on files in memory: everything but durability is the same code. */
export function openMemoryStore(): Store {
  return createEmbeddedStore(createMemoryFiles(), async () => undefined).store
}

export type MemoryFiles = Files & { texts: Map<string, string> }

/** Every call takes a turn of the event loop's microtasks, as a disk takes its time. */
export function createMemoryFiles(texts = new Map<string, string>()): MemoryFiles {
  return {
    texts,
    async scan(folder, each) {
      for (const [path, text] of texts) if (path.startsWith(`${folder}/`)) each(path, text)
    },
    read: async (path) => texts.get(path),
    async write(path, text) {
      await Promise.resolve()
      texts.set(path, text)
    },
    async remove(path) {
      await Promise.resolve()
      texts.delete(path)
    },
    probe: async () => undefined,
  }
}
