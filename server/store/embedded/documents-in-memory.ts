import { createDocuments, scanDocuments, type Damage } from './documents.ts'
import type { DocumentSchema } from './disk/document.ts'
import type { DataFolder } from './disk/files.ts'

/** Documents so few that all are kept in memory. */
export type DocumentsInMemory<T> = {
  load(): Promise<Damage[]>
  close(): Promise<void>
  /** The committed one. Rejects with `store_unavailable` while nobody knows which that is. */
  get(key: string): Promise<T | undefined>
  /** All committed ones; the map is live. */
  all(): Promise<ReadonlyMap<string, T>>
  save(document: T): Promise<void>
  /** Alone among the changes of its key. Undefined: nothing is written; null: it is removed. Answers what is there then. */
  change(key: string, decide: (current: T | undefined) => T | null | undefined): Promise<T | undefined>
  remove(key: string): Promise<void>
}

/** `onCommit` hears of every document that became durable, and of those that were there at the start. */
export function createDocumentsInMemory<T>(
  files: DataFolder,
  kind: DocumentSchema<T>,
  onCommit: (key: string, document: T | undefined) => void = () => undefined,
): DocumentsInMemory<T> {
  const kept = new Map<string, T>()
  const keep = (key: string, document: T | undefined) => {
    if (document === undefined) kept.delete(key)
    else kept.set(key, document)
    onCommit(key, document)
  }
  const documents = createDocuments(files, kind, keep)
  return {
    load: () => scanDocuments(files, kind, keep),
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
    change: (key, decide) =>
      documents.alone(key, async () => {
        const next = decide(kept.get(key))
        if (next === null) await documents.remove(key)
        else if (next !== undefined) await documents.write(key, next)
        return kept.get(key)
      }),
    remove: (key) => documents.alone(key, () => documents.remove(key)),
  }
}
