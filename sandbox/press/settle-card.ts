import { watchFinalStatus } from '../oracle/watch-cards.ts'
import type { World } from '../world.ts'

/** With `next_status` Feishu settles the card that was acted on; other people's cards are the app's. */
export function settle(world: World, messageId: string, action: string): void {
  const card = world.state.cards.get(messageId)
  const next = card?.buttons.find(({ actionType }) => actionType === action)?.nextStatus ?? ''
  if (!card || next === '' || !world.settings().settleCards) return
  if (card.status !== 'open' && card.status !== 'buttons_gone') return
  watchFinalStatus(world.oracle, card, next)
  const now = world.clock.now()
  world.state.cards.put(messageId, {
    ...card,
    status: next,
    settledAt: now,
    history: [...card.history, { at: now, by: 'feishu', status: next }],
  })
}

/** What a failed callback leaves of a card: 'view details'. */
export function loseButtons(world: World, messageId: string): void {
  const card = world.state.cards.get(messageId)
  if (card?.status !== 'open') return
  const entry = { at: world.clock.now(), by: 'feishu', status: 'buttons_gone' } as const
  world.state.cards.put(messageId, { ...card, status: 'buttons_gone', history: [...card.history, entry] })
}
