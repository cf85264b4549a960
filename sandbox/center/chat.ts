import { textIn, type LocalizedText } from '../localized.ts'
import type { Card, ImMessage } from '../store/records.ts'
import type { World } from '../world.ts'
import { actionName } from './lists.ts'
import { cardTitle, STATUS_NAMES } from './card-words.ts'

/** Everything the bots sent to a person, newest first. */
export function chatOf(world: World, userId: string, locale: string) {
  const { state } = world
  const cards = [...state.lookups.cardsOf.of(userId)]
    .flatMap((id) => state.cards.get(id) ?? [])
    .filter(({ hidden = false }) => !hidden)
  const messages = [...state.lookups.imOf.of(userId)].flatMap((id) => state.im.get(id) ?? [])
  return [...cards.map((card) => cardView(world, card, locale)), ...messages.map(imView)].sort(
    (one, other) => other.sentAt - one.sentAt,
  )
}

const words = (text: LocalizedText | null, locale: string): string => textIn(text ?? undefined, locale)

/** A card as the person sees it: buttons only while it is open. */
export function cardView(world: World, card: Card, locale: string) {
  const [detail] = card.actions
  const person = world.state.people.get(card.initiator.userId)
  const department = world.state.departments.get(
    card.initiator.departmentId === '' ? (person?.departmentIds[0] ?? '') : card.initiator.departmentId,
  )
  return {
    kind: 'card' as const,
    messageId: card.messageId,
    templateId: card.templateId,
    userId: card.userId,
    uuid: card.uuid,
    status: card.status,
    statusName:
      card.status === 'CUSTOM' ? words(card.statusName, locale) : textIn(STATUS_NAMES[card.status], locale),
    detailName: words(card.detailName, locale),
    title: cardTitle(world, card, locale),
    approvalName: words(card.approvalName, locale),
    titleUserId: card.titleUserId,
    sender: world.state.people.get(card.senderUserId)?.name ?? '',
    content: words(card.customContent, locale),
    initiator: {
      userId: card.initiator.userId,
      name: person?.name ?? words(card.initiator.userName, locale),
      departmentId: card.initiator.departmentId,
      departmentName: textIn(department?.name, locale) || words(card.initiator.departmentName, locale),
    },
    summaries: card.summaries.map((summary) => textIn(summary, locale)),
    comment: words(card.comment, locale),
    note: words(card.note, locale),
    text: card.text,
    actions: card.actions.map((action) => ({
      name: action.name === 'DETAIL' ? 'DETAIL' : textIn(action.name, locale),
      url: action.url,
      androidUrl: action.androidUrl,
      iosUrl: action.iosUrl,
      pcUrl: action.pcUrl,
    })),
    buttons:
      card.status === 'open'
        ? card.buttons.map((button) => ({
            actionType: button.actionType,
            name: actionName(button.actionType, button.name, locale),
            needReason: button.needReason,
            reasonRequired: button.reasonRequired,
            needAttachment: button.needAttachment,
            nextStatus: button.nextStatus,
          }))
        : [],
    detailLink: detail?.pcUrl ?? '',
    instanceId: card.instanceId,
    actionContext: card.callback?.context ?? '',
    callbackUrl: card.callback?.url ?? '',
    sentAt: card.sentAt,
    settledAt: card.settledAt,
    history: card.history,
  }
}

function imView(message: ImMessage) {
  return {
    kind: 'im' as const,
    messageId: message.messageId,
    userId: message.userId,
    uuid: message.uuid,
    msgType: message.msgType,
    content: JSON.parse(message.content) as unknown,
    sentAt: message.sentAt,
    updatedAt: message.updatedAt,
    history: message.history,
  }
}
