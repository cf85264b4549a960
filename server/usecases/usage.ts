import { z } from 'zod'
import type { Act } from '../domain/act.ts'
import { IS_METERED, type ApiName } from '../feishu/port.ts'
import type { Notes } from '../store/contract.ts'

/** What this month has cost so far: calls that count by API, and the approvals that were started meanwhile. */
const Usage = z.object({
  /** YYYY-MM. */
  month: z.string(),
  calls: z.record(z.string(), z.number()),
  approvals: z.number(),
})
export type Usage = z.infer<typeof Usage>

export type UsageCount = {
  /** A request had this outcome. */
  called: (api: ApiName, outcome: string) => void
  /** An act is durable. */
  acted: (act: Act) => void
  /** Adds what was counted since to what is stored. Cheap where that is nothing. */
  save: () => Promise<void>
  /** Stored or not. */
  read: () => Promise<Usage>
}

const NOTE = 'usage'

/** Counts in memory, and in the store once a minute: a kill loses a minute of it. A refused call costs nothing. */
export function createUsage(
  notes: Pick<Notes, 'read' | 'change'>,
  { now, timeZone }: { now: () => number; timeZone: string },
): UsageCount {
  const months = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit' })
  const empty = (): Usage => ({ month: months.format(now()), calls: {}, approvals: 0 })
  let fresh = empty()
  /** What belongs to a month that is over does not count any more. */
  const current = (): Usage => {
    if (fresh.month !== months.format(now())) fresh = empty()
    return fresh
  }
  return {
    called(api, outcome) {
      if (outcome !== 'ok' || !IS_METERED[api]) return
      const { calls } = current()
      calls[api] = (calls[api] ?? 0) + 1
    },
    acted({ verb }) {
      if (verb === 'submit') current().approvals += 1
    },
    async save() {
      const added = current()
      if (added.approvals === 0 && Object.keys(added.calls).length === 0) return
      fresh = empty()
      await notes
        .change(NOTE, (note) => sum(storedIn(note), added))
        .catch((error: unknown) => {
          fresh = sum(added, current())
          throw error
        })
    },
    read: async () => sum(storedIn(await notes.read(NOTE)), current()),
  }
}

const storedIn = (note: unknown): Usage | undefined => Usage.safeParse(note).data

/** Of one month; what is stored of another is over. */
function sum(stored: Usage | undefined, added: Usage): Usage {
  if (stored?.month !== added.month) return added
  const calls = { ...stored.calls }
  for (const [api, count] of Object.entries(added.calls)) calls[api] = (calls[api] ?? 0) + count
  return { month: added.month, calls, approvals: stored.approvals + added.approvals }
}
