import { z } from 'zod'
import type { EndpointAttempt } from '../../shared/webhooks/operator.ts'
import { afterAnswer, isWell, WELL, type Health, type EndpointAnswer } from '../domain/webhooks/health.ts'
import type { Notes } from '../store/contract.ts'

/** How each endpoint is. */
export type HealthNotes = {
  /** As it was left; to be asked before `of`. */
  load: (endpoint: string) => Promise<void>
  of: (endpoint: string) => Health
  /** What an endpoint said; answers how it was and how it is. */
  answered: (endpoint: string, answer: EndpointAnswer) => Promise<{ before: Health; after: Health }>
  change: (endpoint: string, edit: (health: Health) => Health) => Promise<void>
  /** Calls `listener` after a change. */
  onChange: (listener: () => void) => void
  tried: (endpoint: string, attempt: EndpointAttempt) => void
  /** The latest first, since the start. */
  attempts: (endpoint: string) => readonly EndpointAttempt[]
}

const MOST_ATTEMPTS = 100

const Kept: z.ZodType<Health> = z.object({
  misses: z.int(),
  failingSince: z.number().nullable(),
  restUntil: z.number(),
  off: z.object({ at: z.number(), why: z.enum(['gone', 'failing']), isTold: z.boolean() }).nullable(),
  isBack: z.boolean(),
  last: z.object({ at: z.number(), status: z.number().nullable(), error: z.string().nullable() }).nullable(),
})

export function createHealthNotes(notes: Notes): HealthNotes {
  const healths = new Map<string, Health>()
  const listeners = new Set<() => void>()
  const attempts = new Map<string, readonly EndpointAttempt[]>()
  const of = (endpoint: string): Health => healths.get(endpoint) ?? WELL
  const change: HealthNotes['change'] = async (endpoint, edit) => {
    const next = await notes.change(noteOf(endpoint), (kept) => edit(toHealth(kept)))
    healths.set(endpoint, toHealth(next))
    for (const listener of listeners) listener()
  }
  return {
    async load(endpoint) {
      if (!healths.has(endpoint)) healths.set(endpoint, toHealth(await notes.read(noteOf(endpoint))))
    },
    of,
    async answered(endpoint, answer) {
      const before = of(endpoint)
      const after = afterAnswer(before, answer)
      // That all goes well is no news to write down.
      if (isWell(before) && before.misses === 0 && answer.error === null) healths.set(endpoint, after)
      else await change(endpoint, (kept) => afterAnswer(kept, answer))
      return { before, after: of(endpoint) }
    },
    change,
    onChange: (listener) => void listeners.add(listener),
    tried(endpoint, attempt) {
      attempts.set(endpoint, [attempt, ...(attempts.get(endpoint) ?? [])].slice(0, MOST_ATTEMPTS))
    },
    attempts: (endpoint) => attempts.get(endpoint) ?? [],
  }
}

const noteOf = (endpoint: string): string => `endpoint.${endpoint}`

const toHealth = (kept: unknown): Health => Kept.safeParse(kept).data ?? WELL
