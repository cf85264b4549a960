import type { Attended, Card, Effect, InstanceRecord, Message } from './record.ts'

/** The record without the effects that `gone` says yes to. */
export function without(record: InstanceRecord, gone: (effect: Effect) => boolean): InstanceRecord {
  return { ...record, effects: record.effects.filter((effect) => !gone(effect)) }
}

export function editEffect(
  record: InstanceRecord,
  effectId: string,
  edit: (effect: Effect) => Effect,
): InstanceRecord {
  const effects = record.effects.map((effect) => (effect.id === effectId ? edit(effect) : effect))
  return { ...record, effects }
}

export function editMessage(
  record: InstanceRecord,
  effectId: string,
  edit: (message: Message) => Message,
): InstanceRecord {
  return editEffect(record, effectId, (effect) =>
    effect.message ? { ...effect, message: edit(effect.message) } : effect,
  )
}

export function editCard(record: InstanceRecord, taskId: string, edit: (card: Card) => Card): InstanceRecord {
  return { ...record, cards: record.cards.map((card) => (card.taskId === taskId ? edit(card) : card)) }
}

export function cardOf({ cards }: InstanceRecord, taskId: string | null): Card | undefined {
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
