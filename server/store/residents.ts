import { createDocuments, type Damage } from './documents.ts'
import type { Kind } from './document.ts'
import type { Files } from './files.ts'

/** Documents so few that all are kept in memory. */
export type Residents<T> = {
  load(): Promise<Damage[]>
  close(): Promise<void>
  /** The committed one. Rejects with `store_unavailable` while nobody knows which that is. */
  get(key: string): Promise<T | undefined>
  /** All committed ones; the map is live. */
  all(): Promise<ReadonlyMap<string, T>>
  save(document: T): Promise<void>
  remove(key: string): Promise<void>
}

export function createResidents<T>(files: Files, kind: Kind<T>): Residents<T> {
  const kept = new Map<string, T>()
  const documents = createDocuments(files, kind, (key, document) => {
    if (document === undefined) kept.delete(key)
    else kept.set(key, document)
  })
  return {
    load: () => documents.scan((key, document) => void kept.set(key, document)),
    close: () => documents.close(),
    get: (key) =>
      documents.isSettled(key)
        ? Promise.resolve(kept.get(key))
        : documents.alone(key, async () => kept.get(key)),
    async all() {
      await documents.settle()
      return kept
    },
    save(document) {
      const key = kind.keyOf(document)
      return documents.alone(key, () => documents.write(key, document))
    },
    remove: (key) => documents.alone(key, () => documents.remove(key)),
  }
}
