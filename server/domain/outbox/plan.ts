import { findTask, isOpen } from '../instance.ts'
import type { Card, Effect, InstanceRecord } from './record.ts'
import { mayRepeat } from './retry.ts'
import { cardStatusOf } from './card-status.ts'
import { cardOf, editCard, editEffect, isAboutCard, without } from './edit.ts'
import { park } from './park.ts'
import { planAttendance } from './plan-attendance.ts'
import { planMessage } from './plan-message.ts'
import type { Plan, Planned, PlanFacts } from './planned.ts'
import { expectedOf } from './proof.ts'

/** 更新审批 Bot 消息: only cards of the last 30 days can be updated. */
const CARD_LIFE_MS = 30 * 24 * 3_600_000

/** A REPLACE that lands late would undo what came after it; this long it may still be under way. */
const LANDS_WITHIN_MS = 10 * 60_000

const SHORT_WAIT_MS = 2_000
const LONG_WAIT_MS = 60_000

export function planFor(record: InstanceRecord, effect: Effect, facts: PlanFacts): Planned {
  if (!facts.registered && effect.kind === 'sync')
    return { next: waitForDefinition(record, effect, facts.now) }
  switch (effect.kind) {
    case 'sync':
      return planSync(record, effect, facts)
    case 'send_card':
      return planSend(record, effect, facts)
    case 'settle_card':
      return planSettle(record, effect, facts.now)
    case 'send_message':
      return planMessage(record, effect, facts)
    case 'attendance':
      return planAttendance(record, effect, facts)
  }
}

function planSync(record: InstanceRecord, { id, createdAt: queuedAt }: Effect, facts: PlanFacts): Planned {
  const { now, provenFrom } = facts
  const { replaceLeftAt } = record
  if (replaceLeftAt !== undefined && Math.abs(now - replaceLeftAt) < LANDS_WITHIN_MS) {
    const nextTryAt = replaceLeftAt + LANDS_WITHIN_MS
    return { next: editEffect(record, id, (one) => ({ ...one, nextTryAt, parked: null })) }
  }
  const mode = record.repairBy ?? 'UPDATE'
  const expected = expectedOf(record, { mode, queuedAt, provenFrom })
  const plan: Plan = { do: 'sync', clock: record.instance.clock, mode, expected }
  return mode === 'REPLACE' ? { next: { ...record, replaceLeftAt: now }, plan } : { plan }
}

/** No attempt. The older it is, the rarer the look: a definition that cannot be registered costs few writes. */
function waitForDefinition(record: InstanceRecord, effect: Effect, now: number): InstanceRecord {
  const waitMs = Math.min(LONG_WAIT_MS, Math.max(SHORT_WAIT_MS, (now - effect.createdAt) / 4))
  return editEffect(record, effect.id, (one) => ({
    ...one,
    nextTryAt: now + Math.round(waitMs),
    lastError: 'its definition is not registered in Feishu yet',
    parked: null,
  }))
}

function planSend(record: InstanceRecord, effect: Effect, { now, withoutCards }: PlanFacts): Planned {
  const task = findTask(record.instance, effect.taskId ?? '')
  const card = cardOf(record, effect.taskId)
  if (!task || card?.messageId !== null) return { next: without(record, ({ id }) => id === effect.id) }
  if (card.firstTriedAt === null) {
    // What was begun is seen through: a card that is there, or may be, shows how its task ended.
    if (!isOpen(task) || withoutCards) return { next: without(record, isAboutCard(task.id)) }
    const tried = { ...card, firstTriedAt: now }
    return {
      next: editCard(record, task.id, () => tried),
      plan: { do: 'send_card', card: tried, first: true },
    }
  }
  // Also sent for a task that has ended meanwhile: the card may be there, and only an answer tells its id.
  if (mayRepeat(card.firstTriedAt, now)) return { plan: { do: 'send_card', card, first: false } }
  const reason = 'whether the card was sent is not known, and its uuid protects from a second one no longer'
  return { next: park(record, effect.id, now, { cause: 'expired', reason }) }
}

function planSettle(record: InstanceRecord, effect: Effect, now: number): Planned {
  const task = findTask(record.instance, effect.taskId ?? '')
  const card = cardOf(record, effect.taskId)
  // One that its source names no more may have had to make room for others.
  const status = task ? cardStatusOf(task, record.instance) : 'PROCESSED'
  if (!task || !status || card?.settledAs !== null || neverLeft(card)) {
    return { next: without(record, ({ id }) => id === effect.id) }
  }
  if (card.messageId === null) {
    const reason = 'whether the card was sent is not known, and without its message id it cannot be updated'
    return { next: park(record, effect.id, now, { cause: 'unclear', reason }) }
  }
  const sentAt = card.sentAt ?? card.firstTriedAt ?? now
  if (now - sentAt > CARD_LIFE_MS) {
    const reason = 'a card can be updated for 30 days only'
    return { next: park(record, effect.id, now, { cause: 'expired', reason }) }
  }
  return { plan: { do: 'settle_card', taskId: card.taskId, messageId: card.messageId, status } }
}

const neverLeft = (card: Card): boolean => card.messageId === null && card.firstTriedAt === null
