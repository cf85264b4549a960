import type { Store } from '../../server/store/contract.ts'
import { createEmbeddedStore } from '../../server/store/embedded/embedded.ts'
import type { DataFolder } from '../../server/store/embedded/disk/files.ts'

/** The embedded store on files in memory: everything but durability is the same code. */
export function openMemoryStore(): Store {
  return createEmbeddedStore(createMemoryFiles(), async () => undefined).store
}

export type MemoryFiles = DataFolder & { texts: Map<string, string>; contents: Map<string, Uint8Array> }

/** Every call takes a turn of the event loop's microtasks, as a disk takes its time. */
export function createMemoryFiles(texts = new Map<string, string>()): MemoryFiles {
  const contents = new Map<string, Uint8Array>()
  return {
    texts,
    contents,
    async scan(folder, each) {
      for (const [path, text] of texts) if (path.startsWith(`${folder}/`)) each(path, Buffer.from(text))
    },
    async read(path) {
      const text = texts.get(path)
      return text === undefined ? undefined : Buffer.from(text)
    },
    documents: async (folder) => [...texts.keys()].filter((path) => path.startsWith(`${folder}/`)),
    async write(path, text) {
      await Promise.resolve()
      texts.set(path, text)
    },
    async remove(path) {
      await Promise.resolve()
      texts.delete(path)
      contents.delete(path)
    },
    async receive(path, content) {
      const pieces: Uint8Array[] = []
      for await (const piece of content) pieces.push(piece)
      contents.set(path, Buffer.concat(pieces))
    },
    async open(path) {
      const content = contents.get(path)
      return content && { size: content.length, pieces: piecesOf(content), close: async () => undefined }
    },
    sizeOf: async (path) => contents.get(path)?.length ?? texts.get(path)?.length,
    others: async (folder) => [...contents.keys()].filter((path) => path.startsWith(`${folder}/`)),
    appendNow: (path, text) => void texts.set(path, (texts.get(path) ?? '') + text),
    emptyNow: (path) => void texts.set(path, ''),
    probe: async () => undefined,
  }
}

async function* piecesOf(content: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < content.length; at += 65_536) yield content.subarray(at, at + 65_536)
}
