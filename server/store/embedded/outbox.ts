import type { Effect, InstanceRecord } from '../../domain/outbox/record.ts'
import { queueOf } from '../../domain/webhooks/queues.ts'
import type { Outbox } from '../contract.ts'
import { readCursor, toCursor, type Position } from '../row/cursor.ts'
import type { Documents } from './documents.ts'
import type { InstanceIndex } from '../row/instance-index.ts'
import { LINES, type Row } from '../row/row.ts'

type Parts = {
  index: InstanceIndex
  documents: Documents<InstanceRecord>
  read: (id: string) => Promise<InstanceRecord | undefined>
  listeners: Set<() => void>
  edit: Outbox['edit']
}

type State = 'pending' | 'parked'

export function createOutbox({ index, documents, read, listeners, edit }: Parts): Outbox {
  return {
    async claim(args) {
      // A change in doubt may have left effects that no list knows of yet.
      await documents.settle()
      return index.due.claim(args)
    },
    release: async (lease) => index.due.release(lease),
    async renew(leases, { now, leaseMs }) {
      for (const lease of leases) index.due.renew(lease, now + leaseMs)
    },
    async nextDueAt(line) {
      const lines = line === undefined ? LINES : [line]
      const times = lines.flatMap((one) => index.due.nextDueAt(one) ?? [])
      return times.length > 0 ? Math.min(...times) : null
    },
    async list({ state, cursor, limit }) {
      const after = cursor === undefined ? undefined : readCursor(cursor)
      const items: (Position & { effect: Effect })[] = []
      // One more than the page holds tells whether there is a next one.
      for (const row of rowsWith(index, state, after, limit + 1)) {
        if (items.length > limit) break
        const record = await read(row.id)
        items.push(...(record ? effectsOf(record, state, after) : []))
      }
      const page = items.slice(0, limit)
      const last = page.at(-1)
      return {
        items: page.map(({ id, effect }) => ({ instanceId: id, effect })),
        nextCursor: last && items.length > limit ? toCursor(last) : null,
      }
    },
    count: async () => index.counts(),
    edit,
    async queues({ endpoint, cursor, limit }) {
      const after = cursor === undefined ? undefined : readCursor(cursor)
      const rows = firstOf(index.endpoints.waiting(endpoint, after), after?.id, limit + 1)
      const shown = rows.slice(0, limit)
      const records = await Promise.all(shown.map(({ id }) => read(id)))
      const last = shown.at(-1)
      return {
        items: records.flatMap((record) => {
          const queue = record && queueOf(record, endpoint)
          return queue ? [{ instanceId: record.instance.id, queue }] : []
        }),
        nextCursor:
          last && rows.length > limit ? toCursor({ at: last.startedAt, id: last.id, number: 0 }) : null,
      }
    },
    queued: async () => index.endpoints.counts(),
    onWork(listener) {
      const own = () => listener()
      listeners.add(own)
      return () => void listeners.delete(own)
    },
  }
}

/** Taken at once: the index changes while records are read. The one where the last page ended is passed over. */
function firstOf<T extends { id: string }>(rows: Iterable<T>, but: string | undefined, atMost: number): T[] {
  const first: T[] = []
  for (const row of rows) {
    if (first.length === atMost) break
    if (row.id !== but) first.push(row)
  }
  return first
}

/** As many instances as can be needed at most, taken at once: the index changes while records are read. */
function rowsWith(
  index: InstanceIndex,
  state: State | undefined,
  after: Position | undefined,
  atMost: number,
): Row[] {
  const rows: Row[] = []
  for (const row of index.withEffects(after)) {
    if (state === undefined || row[state] > 0) rows.push(row)
    // The one where the last page ended may have nothing left to show.
    if (rows.length > atMost) break
  }
  return rows
}

function effectsOf(
  { instance, effects }: InstanceRecord,
  state: State | undefined,
  after: Position | undefined,
): (Position & { effect: Effect })[] {
  return effects
    .filter((effect) => state === undefined || (state === 'parked') === (effect.parked !== null))
    .map((effect) => ({ at: instance.startedAt, id: instance.id, number: numberOf(effect), effect }))
    .filter(({ id, number }) => id !== after?.id || number > after.number)
    .sort((a, b) => a.number - b.number)
}

/** The count in an effect's id. */
function numberOf({ id }: Effect): number {
  return Number(id.slice(id.lastIndexOf('.') + 1))
}
