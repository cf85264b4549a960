import type { Queued } from '../contract.ts'
import type { Row } from './row.ts'
import { createSortedList, type SortedList } from './sorted-list.ts'

/** What waits for other systems, by endpoint. */
export type EndpointIndex = {
  add(row: Row): void
  remove(row: Row): void
  /** Instances with something for it, the one that started first first, from `from` on. */
  waiting(endpoint: string, from?: { at: number; id: string }): Iterable<Start>
  counts(): ReadonlyMap<string, Queued>
}

type Start = Pick<Row, 'id' | 'startedAt'>
type Waiting = { rows: SortedList<Start>; queued: Queued }

export function createEndpointIndex(): EndpointIndex {
  const all = new Map<string, Waiting>()
  const waitingFor = (endpoint: string): Waiting => {
    const known = all.get(endpoint) ?? { rows: inOrder(), queued: { events: 0, instances: 0 } }
    all.set(endpoint, known)
    return known
  }
  return {
    add({ id, startedAt, endpoints }) {
      for (const { endpoint, events } of endpoints) {
        const { rows, queued } = waitingFor(endpoint)
        rows.add({ id, startedAt })
        queued.events += events
        queued.instances += 1
      }
    },
    remove({ id, startedAt, endpoints }) {
      for (const { endpoint, events } of endpoints) {
        const { rows, queued } = waitingFor(endpoint)
        rows.remove({ id, startedAt })
        queued.events -= events
        queued.instances -= 1
        if (queued.instances === 0) all.delete(endpoint)
      }
    },
    waiting: (endpoint, from) =>
      all.get(endpoint)?.rows.from(from && { startedAt: from.at, id: from.id }) ?? [],
    counts: () => new Map([...all].map(([endpoint, { queued }]) => [endpoint, { ...queued }])),
  }
}

const inOrder = () =>
  createSortedList<Start>((a, b) => a.startedAt - b.startedAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
