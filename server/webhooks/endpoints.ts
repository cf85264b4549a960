import { z } from 'zod'
import type { EndpointChange, FileFault } from '../../shared/operator-api.ts'
import { Endpoint } from '../../shared/webhooks/endpoint.ts'
import type { TakersOf } from '../domain/webhooks/queues.ts'
import type { Notes } from '../store/contract.ts'

/** Who is told of events: what the file said when it was read last, and was right. */
export type Endpoints = {
  all: () => readonly Endpoint[]
  find: (id: string) => Endpoint | undefined
  takersOf: TakersOf
  /** What `apply` would change. */
  plan: () => Promise<EndpointChange[]>
  /** Reads the file again. One that is refused changes nothing. */
  apply: () => Promise<{ changes: EndpointChange[]; faults: FileFault[] }>
}

type Read = { endpoints?: readonly Endpoint[]; faults: FileFault[] }

type EndpointsDeps = {
  notes: Notes
  readFile: () => Promise<Read>
  log: { info: (facts: object, words: string) => void }
}

const NOTE = 'endpoints'
const Kept = z.object({ endpoints: z.array(Endpoint) })

/** Those of the last start, until the file is read: what happens meanwhile is told to them. */
export async function openEndpoints({ notes, readFile, log }: EndpointsDeps): Promise<Endpoints> {
  const kept = Kept.safeParse(await notes.read(NOTE))
  let all: readonly Endpoint[] = kept.data?.endpoints ?? []
  return {
    all: () => all,
    find: (id) => all.find((one) => one.id === id),
    takersOf: (definition, type) =>
      all.filter((one) => takes(one, definition) && (one.events?.includes(type) ?? true)).map(({ id }) => id),
    async plan() {
      const { endpoints = all } = await readFile()
      return changesOf(all, endpoints)
    },
    async apply() {
      const { endpoints = all, faults } = await readFile()
      const changes = changesOf(all, endpoints)
      if (changes.length > 0) await notes.change(NOTE, () => ({ endpoints }))
      all = endpoints
      for (const { id, change } of changes)
        log.info({ endpoint: id, change }, 'who is told of events changed')
      return { changes, faults }
    },
  }
}

const takes = ({ definitions }: Endpoint, code: string): boolean => definitions?.includes(code) ?? true

function changesOf(before: readonly Endpoint[], after: readonly Endpoint[]): EndpointChange[] {
  const find = (list: readonly Endpoint[], id: string) => list.find((one) => one.id === id)
  const isSame = (one: Endpoint, other: Endpoint) => JSON.stringify(one) === JSON.stringify(other)
  return [
    ...after.flatMap((one): EndpointChange[] => {
      const known = find(before, one.id)
      if (!known) return [{ id: one.id, change: 'create' }]
      return isSame(known, one) ? [] : [{ id: one.id, change: 'update' }]
    }),
    ...before
      .filter(({ id }) => !find(after, id))
      .map(({ id }): EndpointChange => ({ id, change: 'remove' })),
  ]
}
