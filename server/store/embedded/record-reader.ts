import { LRUCache } from 'lru-cache'
import type { InstanceRecord } from '../../domain/outbox/record.ts'
import type { Documents } from './documents.ts'
import type { InstanceIndex } from '../row/instance-index.ts'
import { unavailable } from './unavailable.ts'
import { weightOf } from './weight.ts'

/** Reads committed records, and keeps those used last in memory. */
export type RecordReader = {
  read(id: string): Promise<InstanceRecord | undefined>
  /** The same, only alone among the changes of its instance. */
  load(id: string): Promise<InstanceRecord | undefined>
  /** As `load`, without keeping it. */
  glance(id: string): Promise<InstanceRecord | undefined>
  /** To be called with each record that was committed. */
  keep(id: string, record: InstanceRecord): void
}

const KEPT = { max: 256, maxSize: 32 * 2 ** 20, sizeCalculation: weightOf }

export function createRecordReader(
  documents: Pick<Documents<InstanceRecord>, 'alone' | 'isSettled' | 'load'>,
  { has }: Pick<InstanceIndex, 'has'>,
): RecordReader {
  const cache = new LRUCache<string, InstanceRecord>(KEPT)

  const fromDisk = async (id: string): Promise<InstanceRecord | undefined> => {
    if (!has(id)) return undefined
    const record = await documents.load(id)
    if (!record) throw unavailable(new Error(`the file of instance ${id} is gone`))
    return record
  }
  const load = async (id: string): Promise<InstanceRecord | undefined> => {
    const kept = cache.get(id)
    if (kept) return kept
    const record = await fromDisk(id)
    if (record) cache.set(id, record)
    return record
  }
  return {
    load,
    glance: async (id) => cache.get(id) ?? fromDisk(id),
    async read(id) {
      if (documents.isSettled(id)) {
        const kept = cache.get(id)
        if (kept || !has(id)) return kept
      }
      return documents.alone(id, () => load(id))
    },
    keep: (id, record) => {
      cache.set(id, record)
    },
  }
}
