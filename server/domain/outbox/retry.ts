import { findTask, isOpen } from '../instance.ts'
import type { Card, Carrier, Effect, InstanceRecord } from './record.ts'

/**
 * Feishu drops a second request with the same uuid for one hour (发送审批 Bot 消息). A request may land up to 10
 * minutes after it left, so the last one leaves 11 minutes before the hour is over.
 */
export const SAME_UUID_MS = 49 * 60_000

/** Whether a card first tried at that time may be sent again with the same uuid. A clock that was set back says no. */
export const mayRepeat = (firstTriedAt: number, now: number): boolean =>
  Math.abs(now - firstTriedAt) <= SAME_UUID_MS

/** At once, and counted from the beginning: what it waited for, or was given up for, may be over. */
export const tryAgain = (effect: Effect, now: number): Effect => ({
  ...effect,
  attempts: 0,
  nextTryAt: now,
  parked: null,
})

/**
 * An operator asks for one more try: due at once, counted from the beginning. Undefined: no such effect.
 *
 * A card whose uuid protects from a second one no longer gets a new uuid, but only while its task is open: by
 * asking, the operator says that the person has no card. For an ended task it stays as it is, and is given up
 * again: one more card would be wrong, and the first one's message id stays unknown. A message gets a new uuid too.
 */
export function retryEffect(
  record: InstanceRecord,
  effectId: string,
  now: number,
): InstanceRecord | undefined {
  return retryCarried(record, effectId, now, (taskId) => {
    const task = findTask(record.instance, taskId)
    return task !== undefined && isOpen(task)
  })
}

/** The same, whatever carries it; `mayRenew`: whether the card of a task may be sent a second time. */
export function retryCarried<R extends Carrier>(
  record: R,
  effectId: string,
  now: number,
  mayRenew: (taskId: string) => boolean,
): R | undefined {
  const effect = record.effects.find(({ id }) => id === effectId)
  if (!effect) return undefined
  const again = tryAgain(withFreshUuid(effect, now), now)
  const effects = record.effects.map((one) => (one === effect ? again : one))
  if (effect.kind !== 'send_card') return { ...record, effects }
  const renew = (card: Card) => card.taskId === effect.taskId && isLost(card, now) && mayRenew(card.taskId)
  const cards = record.cards.map((card) => (renew(card) ? renewed(card) : card))
  return { ...record, effects, cards }
}

const isLost = ({ messageId, firstTriedAt }: Card, now: number): boolean =>
  messageId === null && isTooLate(firstTriedAt, now)

const isTooLate = (firstTriedAt: number | null, now: number): boolean =>
  firstTriedAt !== null && !mayRepeat(firstTriedAt, now)

const renewed = (card: Card): Card => ({
  ...card,
  uuid: nextUuid(card.taskId, card.uuid),
  firstTriedAt: null,
})

function withFreshUuid(effect: Effect, now: number): Effect {
  const { id, message } = effect
  if (!message || !isTooLate(message.firstTriedAt, now)) return effect
  return { ...effect, message: { ...message, uuid: nextUuid(id, message.uuid), firstTriedAt: null } }
}

/** `<id>`, `<id>.2`, `<id>.3` … */
function nextUuid(id: string, uuid: string): string {
  const count = uuid === id ? 1 : Number(uuid.slice(id.length + 1))
  return `${id}.${count + 1}`
}

/**
 * A press on a card tells its message id where our own send never had an answer: what was given up for want of
 * the id can be done now.
 */
export function cardFound<R extends Carrier>(
  record: R,
  { taskId, messageId }: { taskId: string; messageId: string },
  now: number,
): R {
  const cards = record.cards.map((card) => (card.taskId === taskId ? { ...card, messageId } : card))
  const effects = record.effects.map((effect) =>
    effect.taskId === taskId && effect.parked?.cause === 'unclear' ? tryAgain(effect, now) : effect,
  )
  return { ...record, cards, effects }
}
