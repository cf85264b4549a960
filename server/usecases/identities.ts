import { z } from 'zod'
import type { Renamed } from '../domain/rename.ts'
import type { Notes } from '../store/contract.ts'

const NOTE = 'renamed'
const Stored = z.array(z.object({ from: z.string(), to: z.string(), openId: z.string() }))

/** Whose user_id was what before. A user_id is a name that may change any number of times; an open_id stays. */
export type Identities = {
  /** The user_id that somebody has now, whichever they had. */
  presentIdOf: (userId: string) => string
  /** Those that somebody had before, the latest first. */
  formerIdsOf: (userId: string) => readonly string[]
  /** Whether somebody has this user_id, or had it. */
  isTheirs: (userId: string, id: string) => boolean
  /** Durable when it resolves. */
  add: (renamed: Renamed) => Promise<void>
}

const read = (note: unknown): readonly Renamed[] => Stored.parse(note ?? [])

export async function openIdentities(notes: Notes): Promise<Identities> {
  let all = read(await notes.read(NOTE))

  const formerIdsOf = (userId: string): string[] => {
    const found: string[] = []
    for (let at: string | undefined = userId; at !== undefined;) {
      const before: Renamed | undefined = all.find(({ to, from }) => to === at && !found.includes(from))
      at = before?.from
      if (at !== undefined) found.push(at)
    }
    return found
  }
  return {
    formerIdsOf,
    isTheirs: (userId, id) => id === userId || formerIdsOf(userId).includes(id),
    presentIdOf(userId) {
      const met = new Set([userId])
      for (let at = userId; ;) {
        const next = all.find(({ from }) => from === at)?.to
        if (next === undefined || met.has(next)) return at
        met.add(next)
        at = next
      }
    },
    async add(renamed) {
      const stored = await notes.change(NOTE, (current) => {
        // Whoever has an id now, and whoever has left it, is said by the latest change.
        const others = read(current).filter(({ from }) => from !== renamed.from && from !== renamed.to)
        return [...others, renamed]
      })
      all = read(stored)
    },
  }
}
