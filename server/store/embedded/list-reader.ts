import { LRUCache } from 'lru-cache'
import { toListed, type Listed } from '../../domain/listed.ts'
import type { InstanceRecord } from '../../domain/outbox/record.ts'
import { createConcurrencyLimit } from '../../runtime/concurrency-limit.ts'
import type { Documents } from './documents.ts'
import { weightOf } from './weight.ts'

/** Reads what lists show. A list leaves no record in memory: it would drive out those that are worked on. */
export type ListReader = {
  read(id: string): Promise<Listed | undefined>
  /** To be called when the instance has changed. */
  forget(id: string): void
}

const KEPT = { max: 5_000, maxSize: 32 * 2 ** 20, sizeCalculation: weightOf }
/** Records that lists hold at a time, all of them together: each becomes what is shown at once. */
const READ_AT_ONCE = 4

/** `load` is called only alone among the changes of its instance. */
export function createListReader(
  documents: Pick<Documents<InstanceRecord>, 'alone' | 'isSettled'>,
  load: (id: string) => Promise<InstanceRecord | undefined>,
): ListReader {
  const kept = new LRUCache<string, Listed>(KEPT)
  const oneOfFew = createConcurrencyLimit(READ_AT_ONCE)

  const make = async (id: string): Promise<Listed | undefined> => {
    // Another list may have been first.
    const known = kept.get(id)
    const record = known ? undefined : await load(id)
    if (!record) return known
    const listed = toListed(record.instance)
    kept.set(id, listed)
    return listed
  }
  return {
    read: async (id) => {
      const known = documents.isSettled(id) ? kept.get(id) : undefined
      return known ?? oneOfFew(() => documents.alone(id, () => make(id)))
    },
    forget: (id) => {
      kept.delete(id)
    },
  }
}
