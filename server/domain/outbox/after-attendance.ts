import { editAttended, editEffect, without } from './edit.ts'
import { park } from './park.ts'
import type { Recorded } from './recorded.ts'
import type { TakeBackAttempt, WriteAttempt } from './attempt.ts'
import type { InstanceRecord } from './record.ts'

/** A request may land up to so long after it left. */
const LANDS_WITHIN_MS = 10 * 60_000

/** Feishu has it now, or had it before. */
export function afterWrite(record: InstanceRecord, { effectId, plan, answer }: WriteAttempt): Recorded {
  const approvalId = answer.ok ? answer.value.approvalId : null
  const there = editAttended(record, plan.entry.id, (one) => ({ ...one, state: 'there', approvalId }))
  return { next: without(there, ({ id }) => id === effectId), became: 'delivered' }
}

/** What is nowhere was never written, once no request that wrote it can land any more. */
export function afterTakeBack(
  record: InstanceRecord,
  { effectId, plan: { attended }, answer }: TakeBackAttempt,
  now: number,
): Recorded {
  const isGone = answer.ok && answer.value === 'gone'
  const hasLanded = Math.abs(now - attended.lastTriedAt) >= LANDS_WITHIN_MS
  if (isGone || (attended.state === 'tried' && hasLanded)) {
    const gone = editAttended(record, attended.id, (one) => ({ ...one, state: 'gone' }))
    return { next: without(gone, ({ id }) => id === effectId), became: 'delivered' }
  }
  if (attended.state === 'tried') {
    const nextTryAt = attended.lastTriedAt + LANDS_WITHIN_MS
    const waits = editEffect(record, effectId, (one) => ({
      ...one,
      nextTryAt,
      lastError: WAITS,
      parked: null,
    }))
    return { next: waits, became: 'held' }
  }
  return { next: park(record, effectId, now, { cause: 'unclear', reason: NOT_SHOWN }), became: 'parked' }
}

const WAITS = 'whether it was written is not known: it is looked for again once it can land no more'
const NOT_SHOWN =
  'attendance took it, and shows it neither as approved nor as withdrawn: see there whether it still counts'
