import { z } from 'zod'
import { Instant } from '../instant.ts'
import { EventType } from './event.ts'

/* What operators see of endpoints, and ask of them. */

/** `resting`: nothing succeeded the last few times; `off`: gone, or failing for days; `removed`: in no file any more. */
const EndpointState = z.enum(['up', 'resting', 'off', 'removed'])

/** One try. `status` null: no answer came. */
const EndpointAttempt = z.object({
  at: Instant,
  event: z.string(),
  type: EventType,
  instance: z.string(),
  status: z.int().nullable(),
  error: z.string().nullable(),
  ms: z.int(),
})
export type EndpointAttempt = z.infer<typeof EndpointAttempt>

export const EndpointView = z.object({
  id: z.string(),
  /** null of one that was removed. */
  url: z.string().nullable(),
  events: z.array(EventType).nullable(),
  definitions: z.array(z.string()).nullable(),
  state: EndpointState,
  /** Since when it is off, or fails. */
  since: Instant.nullable(),
  /** Of `off`. */
  why: z.enum(['gone', 'failing']).nullable(),
  /** Nothing is tried before. */
  restsUntil: Instant.nullable(),
  lastAnswer: z.object({ at: Instant, status: z.int().nullable(), error: z.string().nullable() }).nullable(),
  /** Events that wait, and of how many approvals they are. */
  waiting: z.object({ events: z.int(), instances: z.int() }),
})
export type EndpointView = z.infer<typeof EndpointView>

export const WebhooksResponse = z.object({ items: z.array(EndpointView) })
export type WebhooksResponse = z.infer<typeof WebhooksResponse>

export const WebhookQuery = z.strictObject({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})
export type WebhookQuery = z.infer<typeof WebhookQuery>

/** What waits of one approval: the events in their order; the tries are those of the first. */
const WaitingEvents = z.object({
  instance: z.string(),
  events: z.array(z.string()),
  attempts: z.int(),
  lastError: z.string().nullable(),
  nextTryAt: Instant,
})

export const WebhookResponse = EndpointView.extend({
  /** The latest first, since the server started. */
  attempts: z.array(EndpointAttempt),
  /** A page, the oldest approval first. */
  queues: z.array(WaitingEvents),
  nextCursor: z.string().nullable(),
})
export type WebhookResponse = z.infer<typeof WebhookResponse>

/** One event by its id (`webhook-id`), or all since an instant. */
export const ReplayRequest = z
  .strictObject({ event: z.string().min(1).max(100).optional(), since: Instant.optional() })
  .refine(({ event, since }) => (event === undefined) !== (since === undefined), {
    message: 'names an event, or since when: one of them',
  })
export type ReplayRequest = z.infer<typeof ReplayRequest>

/** How many events wait that did not before. */
export const ReplayResponse = z.object({ events: z.int() })
export type ReplayResponse = z.infer<typeof ReplayResponse>

/** How many events were given up. */
export const DiscardResponse = z.object({ events: z.int() })
export type DiscardResponse = z.infer<typeof DiscardResponse>
