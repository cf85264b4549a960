import type { Card } from '../store/records.ts'
import type { State } from '../store/state.ts'
import type { Oracle } from './oracle.ts'

/** R4: at most one open card per (task, person). The context is opaque, but the same for the same task and round. */
export function watchOpenCards(oracle: Oracle, state: State, sent: Card): void {
  if (sent.templateId !== '1008') return
  oracle.checked('1008 cards')
  if (sent.instanceId === '') return
  const others = [...state.lookups.cardsOfInstance.of(sent.instanceId)]
    .filter((id) => id !== sent.messageId && state.lookups.unsettledCards.has(id))
    .flatMap((id) => state.cards.get(id) ?? [])
    .filter((card) => card.userId === sent.userId && card.status === 'open')
  if (others.length === 0) return
  const detail = {
    instance_id: sent.instanceId,
    user_id: sent.userId,
    message_ids: [...others.map((card) => card.messageId), sent.messageId],
  }
  const same = others.some((card) => (card.callback?.context ?? '') === (sent.callback?.context ?? ''))
  if (same) oracle.violated('R4', 'a second open card for the same task and person', detail)
  else oracle.noted('several open cards of one instance with one person, each with its own context', detail)
}

/** R5: a card never gets two different final statuses. */
export function watchFinalStatus(oracle: Oracle, card: Card, status: string): void {
  oracle.checked('final statuses')
  const earlier = card.history.find((entry) => entry.status !== 'buttons_gone' && entry.status !== status)
  if (!earlier) return
  oracle.violated('R5', 'two different final statuses for one card', {
    message_id: card.messageId,
    user_id: card.userId,
    instance_id: card.instanceId,
    was: earlier.status,
    was_by: earlier.by,
    is: status,
  })
}

/** 1008 cards without a final status whose instance has ended: none may be left when everything is quiet. */
export function unsettledCardsOfEndedInstances(
  state: State,
): { messageId: string; userId: string; instanceId: string; status: string }[] {
  return [...state.lookups.unsettledCards].flatMap((id) => {
    const card = state.cards.get(id)
    const instance = state.instances.get(card?.instanceId ?? '')
    if (!card || !instance || instance.wire.status === 'PENDING') return []
    return [{ messageId: id, userId: card.userId, instanceId: instance.id, status: instance.wire.status }]
  })
}
