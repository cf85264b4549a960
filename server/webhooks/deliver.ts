import type { Endpoint } from '../../shared/webhooks/endpoint.ts'
import type { WebhookEvent } from '../../shared/webhooks/event.ts'
import type { EndpointLine, InstanceRecord } from '../domain/outbox/record.ts'
import { bodyOf } from '../domain/webhooks/body.ts'
import { isTry, waitOf, type EndpointAnswer } from '../domain/webhooks/health.ts'
import { afterMissed, afterTaken, queueOf } from '../domain/webhooks/queues.ts'
import { eventId } from '../domain/webhooks/told-event.ts'
import type { Lease, Store } from '../store/contract.ts'
import type { Send } from './send.ts'

export type DeliverEventDeps = {
  store: Pick<Store, 'instances' | 'definitions'>
  send: Send
  now: () => number
}

/** What became of one try. */
export type Tried = { event: string; type: WebhookEvent['type']; instance: string; answer: EndpointAnswer }

type Found = { sequence: number; event: WebhookEvent }

/**
 * Tells the endpoint of the one event of this instance whose turn it is, and writes down what it said. Undefined: none
 * waits. Safe to repeat after a crash at any point: the endpoint knows an event by its id, and its words stay the same.
 * Rejects when the store does, among it with `LeaseLost`.
 */
export async function tellNext(
  { store, send, now }: DeliverEventDeps,
  endpoint: Endpoint,
  lease: Lease<EndpointLine>,
): Promise<Tried | undefined> {
  const { instanceId } = lease
  const found = await findNext(store, endpoint.id, instanceId)
  if (!found) return undefined
  const { sequence, event } = found
  const id = eventId(instanceId, sequence)
  const answer = await send(endpoint, { id, body: JSON.stringify(event) })
  await store.instances.change(
    instanceId,
    (current) => ({ next: current && afterTry(current, endpoint.id, sequence, answer, now()), result: null }),
    lease,
  )
  return { event: id, type: event.type, instance: instanceId, answer }
}

/** The record is let go: many of these wait for their endpoints side by side. */
async function findNext(
  { instances, definitions }: DeliverEventDeps['store'],
  endpoint: string,
  instanceId: string,
): Promise<Found | undefined> {
  const record = await instances.read(instanceId)
  const [sequence] = (record && queueOf(record, endpoint)?.waiting) ?? []
  if (!record || sequence === undefined) return undefined
  const { code, version } = record.instance.definition
  const definition = await definitions.read(code, version)
  const event = definition && bodyOf(record, definition, sequence)
  if (!event) throw new Error(`instance ${instanceId} has no event ${sequence}, or no definition`)
  return { sequence, event }
}

function afterTry(
  record: InstanceRecord,
  endpoint: string,
  sequence: number,
  answer: EndpointAnswer,
  now: number,
): InstanceRecord {
  const { error } = answer
  if (error === null) return afterTaken(record, endpoint, sequence, now)
  const miss = { error, waitMs: waitOf(answer), isTry: isTry(answer) }
  return afterMissed(record, endpoint, sequence, miss, now)
}
