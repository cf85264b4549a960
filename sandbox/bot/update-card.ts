import { readTexts } from '../approval/i18n.ts'
import { asPrinted } from '../documented.ts'
import { watchFinalStatus } from '../oracle/watch-cards.ts'
import { ok, Refusal, type Answer } from '../platform/answer.ts'
import { readParams } from '../platform/params.ts'
import type { WireRequest } from '../platform/route.ts'
import type { World } from '../world.ts'
import { CardUpdate } from './card-schema.ts'

const UPDATABLE_MS = 30 * 24 * 3_600_000

/** 更新审批 Bot 消息: only template 1008, only for 30 days. */
export function updateCard(world: World, request: WireRequest): Answer {
  const wire = readParams(CardUpdate, asPrinted(world, 'card_update', request.body))
  const card = world.state.cards.get(wire.message_id)
  if (!card) throw new Refusal(1390001, `message_id: no message has the id ${wire.message_id}`)
  if (card.templateId !== '1008') {
    throw new Refusal(
      1390001,
      `message_id: only template 1008 can be updated, this card is a ${card.templateId}`,
    )
  }
  const now = world.clock.now()
  if (now - card.sentAt > UPDATABLE_MS)
    throw new Refusal(1390001, 'message_id: only cards of the last 30 days can be updated')
  const texts = readTexts(wire.i18n_resources)
  const statusName = texts.optional('status_name', wire.status_name)
  const detailName = texts.optional('detail_action_name', wire.detail_action_name)
  const custom = wire.status === 'CUSTOM'
  watchFinalStatus(world.oracle, card, wire.status)
  world.state.cards.put(card.messageId, {
    ...card,
    status: wire.status,
    statusName: custom ? statusName : null,
    detailName: custom ? detailName : null,
    settledAt: now,
    history: [...card.history, { at: now, by: 'app', status: wire.status }],
  })
  return ok({ message_id: card.messageId })
}
