import { z } from 'zod'
import { Instant } from './instant.ts'

/* What operators are told of other systems whose approvals are shown here. */

export const SourceReport = z.object({
  id: z.string(),
  name: z.string(),
  format: z.enum(['feishu', 'ofs', 'seeyon']),
  hasSecret: z.boolean(),
  /** To-dos. */
  open: z.int(),
  /** Since the start of this server. */
  lastPushAt: Instant.nullable(),
  pushes: z.int(),
  refused: z.array(z.object({ reason: z.string(), count: z.int(), lastAt: Instant })),
  /** Of the minute's pushes, and of the open to-dos that it may have; 1 is all of it. */
  quotaUsed: z.object({ perMinute: z.number(), open: z.number() }),
  /** Decisions of which it is told again, as it said nothing, and of how many approvals. */
  presses: z.object({ waiting: z.int(), approvals: z.int() }),
  /** To the latest decision; status null: none came. `error` null: it took or refused it. */
  lastAnswer: z.object({ at: Instant, status: z.int().nullable(), error: z.string().nullable() }).nullable(),
  /** Whom it names whom nobody knows, with in how many approvals; the most first, at most 100. */
  unknown: z.array(z.object({ name: z.string(), approvals: z.int() })),
  unknownCount: z.int(),
})
export type SourceReport = z.infer<typeof SourceReport>

export const SourceReports = z.object({ items: z.array(SourceReport) })
export type SourceReports = z.infer<typeof SourceReports>

/** `secret`: told this once. */
export const SourceSecret = z.object({ id: z.string(), secret: z.string() })
export type SourceSecret = z.infer<typeof SourceSecret>

/** Approvals that name somebody unknown, and those of them that could be delivered. */
export const LookedForUnknown = z.object({ looked: z.int(), delivered: z.int() })
export type LookedForUnknown = z.infer<typeof LookedForUnknown>
