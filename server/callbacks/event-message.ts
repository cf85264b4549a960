import { z } from 'zod'
import type { FeishuReply } from './reply.ts'

/** An event or callback, once it is known to be Feishu's. */
export type FeishuEvent = {
  /** Undefined: callbacks of cards and of link previews may come without one. */
  eventId: string | undefined
  type: string
  /** Whose app it is told to. */
  tenant: string | undefined
  event: unknown
}

/**
 * What is done with it: the one way in, for whatever comes to an address and over a long connection. A status above
 * 400, and a rejection, have Feishu send an event again.
 */
export type TakeEvent = (event: FeishuEvent) => Promise<FeishuReply>

/** Version 2.0. `token` proves what comes to an address; a connection is proven when it is opened. */
export const EventMessage = z.object({
  schema: z.literal('2.0'),
  header: z.object({
    event_id: z.string().max(200).nullish(),
    event_type: z.string().max(200),
    tenant_key: z.string().max(200).nullish(),
    token: z.string().max(1_000).nullish(),
    /** However it is written: what reads it says what counts. */
    create_time: z.unknown().optional(),
  }),
  event: z.unknown(),
})

export function toFeishuEvent({ header, event }: z.infer<typeof EventMessage>): FeishuEvent {
  const { event_id: id, event_type: type, tenant_key: tenant } = header
  return { eventId: id || undefined, type, tenant: tenant || undefined, event }
}
