import type { Attended, Card, Carrier, Effect, InstanceRecord, Message } from './record.ts'

/** The record without the effects that `gone` says yes to. */
export function without<R extends Carrier>(record: R, gone: (effect: Effect) => boolean): R {
  return { ...record, effects: record.effects.filter((effect) => !gone(effect)) }
}

export function editEffect<R extends Carrier>(
  record: R,
  effectId: string,
  edit: (effect: Effect) => Effect,
): R {
  const effects = record.effects.map((effect) => (effect.id === effectId ? edit(effect) : effect))
  return { ...record, effects }
}

export function editMessage<R extends Carrier>(
  record: R,
  effectId: string,
  edit: (message: Message) => Message,
): R {
  return editEffect(record, effectId, (effect) =>
    effect.message ? { ...effect, message: edit(effect.message) } : effect,
  )
}

export function editCard<R extends Carrier>(record: R, taskId: string, edit: (card: Card) => Card): R {
  return { ...record, cards: record.cards.map((card) => (card.taskId === taskId ? edit(card) : card)) }
}

export function cardOf({ cards }: Carrier, taskId: string | null): Card | undefined {
  return cards.find((card) => card.taskId === taskId)
}

export const isAboutCard =
  (taskId: string | null) =>
  ({ kind, taskId: own }: Effect): boolean =>
    kind !== 'sync' && own === taskId

export function editAttended(
  record: InstanceRecord,
  id: string,
  edit: (attended: Attended) => Attended,
): InstanceRecord {
  return { ...record, attendance: record.attendance?.map((one) => (one.id === id ? edit(one) : one)) }
}
