import { findTask, isOpen } from '../instance.ts'
import type { Notice, Receiver } from '../messages.ts'
import type { Card, Effect, InstanceRecord } from './record.ts'
import { mayRepeat } from './retry.ts'
import { cardStatusOf, type CardStatus } from './card-status.ts'
import { cardOf, editCard, editEffect, isAboutCard, without } from './edit.ts'
import { park } from './park.ts'
import { planMessage } from './plan-message.ts'

/** The request to make for an effect. */
export type Plan =
  | { do: 'sync'; clock: number; mode: 'UPDATE' | 'REPLACE' }
  /** `first`: no request for this card has ever left before. */
  | { do: 'send_card'; card: Card; first: boolean }
  | { do: 'settle_card'; taskId: string; messageId: string; status: CardStatus }
  /** `first` as above. */
  | { do: 'send_message'; notice: Notice; first: boolean }

/**
 * What is to be done for an effect. `next` has to be durable before the request leaves; without a `plan` there
 * is nothing to send, and `next` says what became of the effect.
 */
export type Planned = { next?: InstanceRecord; plan?: Plan }

export type PlanFacts = {
  now: number
  /** False until Feishu has taken the definition: nothing can be said about an instance of it before. */
  registered: boolean
  /** Of a message. */
  receiver?: Receiver | undefined
}

/** 更新审批 Bot 消息: only cards of the last 30 days can be updated. */
const CARD_LIFE_MS = 30 * 24 * 3_600_000

const SHORT_WAIT_MS = 2_000
const LONG_WAIT_MS = 60_000

export function planFor(record: InstanceRecord, effect: Effect, facts: PlanFacts): Planned {
  if (!facts.registered && effect.kind === 'sync')
    return { next: waitForDefinition(record, effect, facts.now) }
  switch (effect.kind) {
    case 'sync':
      return { plan: { do: 'sync', clock: record.instance.clock, mode: record.repairBy ?? 'UPDATE' } }
    case 'send_card':
      return planSend(record, effect, facts.now)
    case 'settle_card':
      return planSettle(record, effect, facts.now)
    case 'send_message':
      return planMessage(record, effect, facts)
  }
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

function planSend(record: InstanceRecord, effect: Effect, now: number): Planned {
  const task = findTask(record.instance, effect.taskId ?? '')
  const card = cardOf(record, effect.taskId)
  if (!task || card?.messageId !== null) return { next: without(record, ({ id }) => id === effect.id) }
  if (card.firstTriedAt === null) {
    if (!isOpen(task)) return { next: without(record, isAboutCard(task.id)) }
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
  const status = task && cardStatusOf(task, record.instance)
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
  return { plan: { do: 'settle_card', taskId: task.id, messageId: card.messageId, status } }
}

const neverLeft = (card: Card): boolean => card.messageId === null && card.firstTriedAt === null
