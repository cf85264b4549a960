import type { NotTaken } from '../../shared/operator-api.ts'
import type { Applied } from './apply.ts'

/** How far Feishu knows the definitions, by what it answered last. */
export type Registration = {
  /** Per definition code (or folder, when it cannot be read): why Feishu did not take it the last time. */
  errors: () => ReadonlyMap<string, string>
  /** The same, with whether it may come right by itself: what Feishu refuses is asked again rarely. */
  notTaken: () => readonly NotTaken[]
  /** Whether Feishu has taken all that it was told since the start. */
  isComplete: () => boolean
  /** The server has just started and some definition may still come: within a minute of the first try. */
  isStarting: () => boolean
}

export type RegistrationNotes = Registration & {
  applied: (all: readonly Applied[]) => void
  /** Of some of them alone, after a start. */
  appliedSome: (some: readonly Applied[]) => void
  /** They could not even be read or stored. */
  failed: (folder: string, reason: string) => void
}

/** After it the definitions that are there are served, whatever becomes of the others. */
const STARTING_MS = 60_000

export function createRegistration(now: () => number): RegistrationNotes {
  const notTaken = new Map<string, NotTaken>()
  let complete = false
  let triedAt: number | null = null
  const all = () => [...notTaken.values()]
  return {
    errors: () => new Map(all().map(({ code, reason }) => [code, reason])),
    notTaken: all,
    isComplete: () => complete,
    isStarting: () => {
      if (triedAt === null) return true
      const sinceMs = now() - triedAt
      // A wall clock that went back makes no start of an old server.
      return sinceMs >= 0 && sinceMs < STARTING_MS && all().some(({ again }) => again)
    },
    applied: (told) => {
      notTaken.clear()
      for (const { code, error, again } of told)
        if (error !== null) notTaken.set(code, { code, reason: error, again })
      complete = notTaken.size === 0
      triedAt ??= now()
    },
    appliedSome: (some) => {
      for (const { code, error, again } of some) {
        notTaken.delete(code)
        if (error !== null) notTaken.set(code, { code, reason: error, again })
      }
      complete &&= notTaken.size === 0
    },
    failed: (folder, reason) => {
      notTaken.set(folder, { code: folder, reason, again: true })
      triedAt ??= now()
    },
  }
}
