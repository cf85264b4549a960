import {
  DamagedFile,
  loadDocument,
  pathOf,
  readDocument,
  writeDocument,
  type DocumentSchema,
} from './disk/document.ts'
import { DurabilityUnknown, type DataFolder } from './disk/files.ts'
import { createKeyedQueue } from './keyed-queue.ts'
import { unavailable } from './unavailable.ts'

export type Damage = { path: string; reason: string }

/**
 * The documents of one kind, and what is derived from them in memory. `onCommit` hears of every document that
 * became durable (undefined: that is gone), and of nothing else.
 */
export type Documents<T> = {
  /**
   * Runs `work` alone among those of its key, after making sure that memory and disk agree on it. Everything that
   * reads or writes a document goes through here. Rejects with `store_unavailable` when they cannot be made to.
   */
  alone<T>(key: string, work: () => Promise<T>): Promise<T>
  /** Only inside `alone`. */
  load(key: string): Promise<T | undefined>
  /** Only inside `alone`. */
  write(key: string, document: T): Promise<void>
  /** Only inside `alone`. */
  remove(key: string): Promise<void>
  /** Whether `alone` would have to wait or to settle something first. */
  isSettled(key: string): boolean
  /** Tries to settle every key in doubt; what cannot be settled stays in doubt. */
  settle(): Promise<void>
  /** Refuses what comes from now on, and resolves when all that came before has ended. */
  close(): Promise<void>
}

export function createDocuments<T>(
  files: DataFolder,
  kind: DocumentSchema<T>,
  onCommit: (key: string, document: T | undefined) => void,
): Documents<T> {
  const queue = createKeyedQueue()
  const inDoubt = new Set<string>()
  let isClosed = false

  // Neither the old nor the new document may be called durable now, so nothing is said of this one until it has
  // been written anew: after a failed fsync a second one alone proves nothing (it may report success for pages
  // that are lost). Whatever is on disk is rolled forward, though its caller was told that it failed.
  const settleOne = async (key: string) => {
    if (!inDoubt.has(key)) return
    const document = await loadDocument(files, kind, key)
    if (document === undefined) await files.remove(pathOf(kind, key))
    else await writeDocument(files, kind, document)
    inDoubt.delete(key)
    onCommit(key, document)
  }
  const guarded = async (key: string, change: () => Promise<void>) => {
    try {
      await change()
    } catch (error) {
      if (error instanceof DurabilityUnknown) inDoubt.add(key)
      throw unavailable(error)
    }
  }
  const alone = async <R>(key: string, work: () => Promise<R>): Promise<R> => {
    if (isClosed) throw unavailable(new Error('the store is closed'))
    return queue.run(key, async () => {
      await guarded(key, () => settleOne(key))
      return work()
    })
  }

  return {
    alone,
    load: async (key) => {
      try {
        return await loadDocument(files, kind, key)
      } catch (error) {
        throw unavailable(error)
      }
    },
    async write(key, document) {
      await guarded(key, () => writeDocument(files, kind, document))
      onCommit(key, document)
    },
    async remove(key) {
      await guarded(key, () => files.remove(pathOf(kind, key)))
      onCommit(key, undefined)
    },
    isSettled: (key) => !isClosed && !queue.isBusy(key) && !inDoubt.has(key),
    async settle() {
      await Promise.allSettled([...inDoubt].map((key) => alone(key, async () => undefined)))
    },
    close() {
      isClosed = true
      return queue.idle()
    },
  }
}

/** Calls `onDocument` for each there is, and answers which files are none. Before any change. */
export async function scanDocuments<T>(
  files: DataFolder,
  kind: DocumentSchema<T>,
  onDocument: (key: string, document: T) => void,
): Promise<Damage[]> {
  const damages: Damage[] = []
  await files.scan(kind.folder, (path, bytes) => {
    try {
      const document = readDocument(kind, path, bytes)
      onDocument(kind.keyOf(document), document)
    } catch (error) {
      if (!(error instanceof DamagedFile)) throw error
      damages.push({ path, reason: error.message })
    }
  })
  return damages
}
