import { isTimely, noticeOf } from '../messages.ts'
import type { Effect, InstanceRecord } from './record.ts'
import { mayRepeat } from './retry.ts'
import { editMessage, without } from './edit.ts'
import { park } from './park.ts'
import type { Planned, PlanFacts } from './planned.ts'

/** Nothing is sent that its receiver does not want to be told, or that is no longer so. */
export function planMessage(
  record: InstanceRecord,
  { id, message }: Effect,
  { now, receiver }: Pick<PlanFacts, 'now' | 'receiver'>,
): Planned {
  const notice = message && receiver && noticeOf(record, message, receiver)
  if (!notice) return { next: without(record, (one) => one.id === id) }
  if (message.firstTriedAt === null) {
    if (!isTimely(record, message)) return { next: without(record, (one) => one.id === id) }
    return {
      next: editMessage(record, id, (one) => ({ ...one, firstTriedAt: now })),
      plan: { do: 'send_message', notice, first: true },
    }
  }
  if (mayRepeat(message.firstTriedAt, now)) return { plan: { do: 'send_message', notice, first: false } }
  const reason =
    'whether the message was sent is not known, and its uuid protects from a second one no longer'
  return { next: park(record, id, now, { cause: 'expired', reason }) }
}
