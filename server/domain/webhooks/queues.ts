import type { EventType } from '../../../shared/webhooks/event.ts'
import type { Act } from '../act.ts'
import type { EndpointLine, EndpointQueue, InstanceRecord } from '../outbox/record.ts'
import { serviceTurn, starterOf } from '../starter.ts'
import { nextPauseMs } from './pauses.ts'
import { toldEvents, type ToldEvent } from './told-event.ts'

/** Which endpoints take such an event of such a definition. */
export type TakersOf = (definition: string, type: EventType) => readonly string[]

export const lineOf = (endpoint: string): EndpointLine => `endpoint ${endpoint}`

export const queueOf = (
  { queues = [] }: Pick<InstanceRecord, 'queues'>,
  endpoint: string,
): EndpointQueue | undefined => queues.find((one) => one.endpoint === endpoint)

/** The record with what these acts of its history have other systems told: for the same atomic write. */
export function announce(record: InstanceRecord, acts: readonly Act[], takersOf: TakersOf): InstanceRecord {
  if (acts.length === 0) return record
  const isNew = new Set(acts)
  const { code } = record.instance.definition
  return toldEvents(record.history)
    .filter(({ act }) => isNew.has(act))
    .reduce<InstanceRecord>(
      (next, told) => takersOf(code, told.type).reduce((one, taker) => tell(one, taker, told), next),
      record,
    )
}

function tell(record: InstanceRecord, endpoint: string, { sequence, act }: ToldEvent): InstanceRecord {
  const doer = act.service === undefined ? act.by : serviceTurn(act.service)
  const by = doer ?? starterOf(record.instance)
  return putLast(record, endpoint, { sequence, at: act.at, by })
}

/** Behind all that waits for the endpoint; `at`: when it is tried, where nothing does. */
export function putLast(
  record: InstanceRecord,
  endpoint: string,
  { sequence, at, by }: { sequence: number; at: number; by: string },
): InstanceRecord {
  const queue = queueOf(record, endpoint)
  const next: EndpointQueue = queue
    ? { ...queue, waiting: [...queue.waiting, sequence], by }
    : { endpoint, waiting: [sequence], attempts: 0, nextTryAt: at, lastError: null, by }
  return put(record, endpoint, next)
}

/** The next one is not tried before that. */
export const heldBack = (record: InstanceRecord, endpoint: string, nextTryAt: number): InstanceRecord =>
  change(record, endpoint, (queue) => ({ ...queue, nextTryAt }))

/** It was taken: the next one's turn has come. */
export function afterTaken(record: InstanceRecord, endpoint: string, sequence: number, now: number) {
  return change(record, endpoint, (queue) => {
    const waiting = queue.waiting.filter((one) => one !== sequence)
    const isFirst = queue.waiting[0] === sequence
    return isFirst ? { ...fresh(queue, now), waiting } : { ...queue, waiting }
  })
}

/** `waitMs`: what the endpoint asks for; `isTry`: it brings the next pause, which is longer. */
export type Miss = { error: string; waitMs: number; isTry: boolean }

/** It was not taken. Whatever came before it meanwhile, by a replay, has a count of its own. */
export function afterMissed(
  record: InstanceRecord,
  endpoint: string,
  sequence: number,
  { error, waitMs, isTry }: Miss,
  now: number,
) {
  return change(record, endpoint, (queue) => {
    if (queue.waiting[0] !== sequence) return queue
    const attempts = queue.attempts + (isTry ? 1 : 0)
    const pauseMs = Math.max(waitMs, isTry ? nextPauseMs(attempts) : 0)
    return { ...queue, attempts, nextTryAt: now + pauseMs, lastError: error }
  })
}

/** All that wait for the endpoint are due, as it answers again; their count goes on. */
export function broughtForward(record: InstanceRecord, endpoint: string, now: number) {
  return change(record, endpoint, (queue) => (queue.nextTryAt <= now ? queue : { ...queue, nextTryAt: now }))
}

/** These are to be told again, each in its place among those that wait. */
export function replayed(
  record: InstanceRecord,
  endpoint: string,
  sequences: readonly number[],
  now: number,
): InstanceRecord {
  if (sequences.length === 0) return record
  const by = starterOf(record.instance)
  const queue = queueOf(record, endpoint) ?? {
    endpoint,
    waiting: [],
    attempts: 0,
    nextTryAt: now,
    lastError: null,
    by,
  }
  const waiting = [...new Set([...queue.waiting, ...sequences])].sort((a, b) => a - b)
  if (waiting.length === queue.waiting.length) return record
  const isOtherFirst = waiting[0] !== queue.waiting[0]
  return put(record, endpoint, isOtherFirst ? { ...fresh(queue, now), waiting } : { ...queue, waiting })
}

/** Nothing waits for it any more. */
export const discarded = (record: InstanceRecord, endpoint: string): InstanceRecord =>
  change(record, endpoint, (queue) => ({ ...queue, waiting: [] }))

const fresh = (queue: EndpointQueue, now: number): EndpointQueue => ({
  ...queue,
  attempts: 0,
  nextTryAt: now,
  lastError: null,
})

function change(
  record: InstanceRecord,
  endpoint: string,
  edit: (queue: EndpointQueue) => EndpointQueue,
): InstanceRecord {
  const queue = queueOf(record, endpoint)
  if (!queue) return record
  const next = edit(queue)
  return next === queue ? record : put(record, endpoint, next)
}

function put(record: InstanceRecord, endpoint: string, queue: EndpointQueue): InstanceRecord {
  const { queues = [] } = record
  const others = queues.filter((one) => one.endpoint !== endpoint)
  return { ...record, queues: queue.waiting.length === 0 ? others : [...others, queue] }
}
